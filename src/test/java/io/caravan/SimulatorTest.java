package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulation.BrokenScenario;
import io.caravan.simulation.ScenarioReading;
import io.caravan.simulation.Simulator;
import io.caravan.simulation.Story;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows with all that the language has, played on the virtual clock. */
class SimulatorTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters:
                    event: order.placed
                    key: "${body[order]}"
                    once: "${body[once]}"
                    when: "${body[order]} != 'none'"
                    deadline: 3d
                    cancelOn: order.withdrawn
                  steps:
                    - choice:
                        when:
                          - simple: "${body[order]} == 'bad'"
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: a bad order }
                    - setBody: { simple: "${body}" }
            - route:
                id: order.charge
                from:
                  uri: flow:order/charge
                  parameters: { maximumRedeliveries: 1, probe: "direct:charged", attemptTimeout: 1m }
                  steps:
                    - to: vertx-http:https://bank.example/charges
                    - unmarshal: { json: {} }
            - route:
                id: order.paid
                from:
                  uri: flow:order/paid
                  parameters: { needs: charge, awaits: payment.settled, correlate: "${body[order]}", timeout: 1d, onTimeout: skip }
                  steps:
                    - setBody: { simple: "${body[account]} for ${variable.input[order]}" }
            - route:
                id: order.ship
                from:
                  uri: flow:order/ship
                  parameters: { needs: "paid?", when: "${variable.paid} != null", delay: 2h, forEach: "${body[items]}" }
                  steps:
                    - to: kafka:shipments
                    - to: event:order.shipped
            - route:
                id: order.charged
                from:
                  uri: direct:charged
                  steps:
                    - to: vertx-http:https://bank.example/charges/lookup?throwExceptionOnFailure=false
                    - choice:
                        when:
                          - simple: "${header.CamelHttpResponseCode} == 200"
                            steps:
                              - unmarshal: { json: {} }
                              - setHeader: { name: CaravanProbe, constant: found }
                        otherwise:
                          steps:
                            - setHeader: { name: CaravanProbe, constant: absent }
            - route:
                id: asking
                from: { uri: flow:asking, parameters: { event: asked }, steps: [ { log: "${body}" } ] }
            - route:
                id: asking.ask
                from:
                  uri: flow:asking/ask
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - setHeader: { name: CamelHttpMethod, simple: "${body[method]}" }
                    - to: vertx-http:https://bank.example/charges
            - route:
                id: notice
                from:
                  uri: flow:notice
                  parameters: { event: notice.raised }
                  steps:
                    - log: "${body}"
            - route:
                id: notice.spread
                from:
                  uri: flow:notice/spread
                  steps:
                    - toD: "kafka:${body[topic]}?brokers=b1"
                    - choice:
                        when:
                          - simple: "${body[topic]} != null"
                            steps:
                              - kamelet:
                                  name: mail-send-action
                                  parameters: { to: "${body[topic]}@example.org", subject: News }
                    - setBody: { simple: "${body[messageId]}" }
            - route:
                id: stay
                from: { uri: flow:stay, parameters: { event: stay.asked }, steps: [ { log: "${body}" } ] }
            - route:
                id: stay.hotel
                from:
                  uri: flow:stay/hotel
                  steps: [ { to: "vertx-http:https://hotel.example/rooms" }, { unmarshal: { json: {} } } ]
            - route:
                id: stay.flight
                from:
                  uri: flow:stay/flight
                  parameters: { needs: hotel }
                  steps: [ { to: "vertx-http:https://air.example/seats" }, { unmarshal: { json: {} } } ]
            - route:
                id: stay.no-hotel
                from:
                  uri: flow:stay/no-hotel
                  parameters: { compensates: hotel }
                  steps: [ { setBody: { simple: "no ${variable.hotel[room]}" } }, { to: "kafka:rooms" } ]
            - route:
                id: stay.no-flight
                from:
                  uri: flow:stay/no-flight
                  parameters: { compensates: flight }
                  steps: [ { setBody: { simple: "no ${variable.flight[seat]}" } }, { to: "kafka:seats" } ]
            - route:
                id: nightly
                from:
                  uri: flow:nightly
                  parameters: { schedule: "0 3 * * *", timeZone: Europe/Berlin }
                  steps:
                    - log: "${body}"
            - route:
                id: nightly.clean
                from:
                  uri: flow:nightly/clean
                  steps:
                    - setBody: { constant: "much of it" }
                    - to: claim:check-in
                    - to: claim:check-out
                    - to: flow:order
            """;
    private static final String EVENT =
            "flow: order\nevent: { subject: o1, data: { order: o1, once: x, items: [a, b] } }\n";
    private static final String CHARGED = "  charge: [ { result: { charge: c1 } } ]\n  kafka:*: { outcome: done }\n";
    private static final String SETTLED =
            "  - { after: 5h, event: { type: payment.settled, subject: o1, data: { account: DE1 } } }\n";

    @TempDir
    private static Path folder;

    private static Simulator simulator;

    @BeforeAll
    static void open() throws Exception {
        Files.writeString(folder.resolve("order.camel.yaml"), ROUTES);
        simulator = Rehearsed.simulator(Settings.load(Map.of(), new Properties()), folder);
        assertEquals(List.of(), simulator.refusals());
    }

    @AfterAll
    static void close() {
        simulator.close();
    }

    private static Story play(String yaml) {
        return simulator.play(ScenarioReading.read("s.test.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }

    /** The lines of an action: time, what, and what it waits for. */
    private static List<String> lines(Story story, String action) {
        var lines = new ArrayList<String>();
        for (JsonNode line : story.json().path("timeline")) {
            if (line.path("action").asText().equals(action)) {
                String waiting = line.path("waitingFor").asText();
                lines.add(line.path("after").asText() + " " + line.path("what").asText()
                        + (waiting.isEmpty() ? "" : " | " + waiting));
            }
        }
        return lines;
    }

    @Test
    void waits_delays_and_lists_take_no_time_of_the_machine() {
        String another = SETTLED.replace("5h", "4h")
                .replace("subject: o1", "subject: o2")
                .replace("DE1", "DE2");
        Story story = play(
                EVENT + "answers:\n" + CHARGED + "later:\n" + another + SETTLED
                        + """
                expect:
                  status: completed
                  after: 7h
                  actions:
                    charge: { state: succeeded, attempts: 1, result: { charge: c1 }, after: 0s }
                    paid: { result: DE1 for o1, after: 5h }
                    ship: { result: [ a, b ], within: 7h }
                  asked:
                    - { to: "vertx-http:https://bank.example/charges", body: { order: o1 }, times: 1 }
                    - { to: "kafka:shipments", body: a, action: ship/0 }
                    - { to: "kafka:shipments", times: 2 }
                  sent:
                    - { event: order.shipped, data: b, times: 1 }
                    - { flow: order, times: 0 }
                """);
        assertEquals(List.of(), story.problems());
        assertEquals("order: completed after 7h", story.summary());
        assertEquals(
                List.of(
                        "0s awaits payment.settled | event payment.settled with the key 'o1', until 2026-01-02T09:00:00Z;"
                                + " then it is skipped",
                        "5h its event has come",
                        "5h attempt 1: succeeded, \"DE1 for o1\""),
                lines(story, "paid"));
    }

    @Test
    void a_flow_that_is_cancelled_undoes_what_it_has_done_once_nothing_of_it_runs() {
        Story story = play(
                """
                flow: stay
                event: { subject: s1, data: {} }
                answers:
                  hotel: [ { result: { room: 7 } } ]
                  flight: [ { result: { seat: 3 }, takes: 20s } ]
                  kafka:*: { outcome: done }
                later:
                  - { after: 5s, cancel: ill }
                expect:
                  status: cancelled
                  after: 20s
                  reason: ill
                  actions:
                    no-flight: { result: no 3, after: 20s }
                    no-hotel: { result: no 7, after: 20s }
                """);
        assertEquals(List.of(), story.problems());
        assertEquals(
                List.of("5s turns back, to undo what was done: cancelled by somebody: ill"),
                lines(story, "(flow)").stream()
                        .filter(line -> line.contains("turns back"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"GET, dead", "POST, uncertain"})
    void a_servers_failure_means_what_it_means_to_a_request_of_its_method(String method, String state) {
        Story story = play(
                """
                flow: asking
                event: { data: { method: %s } }
                answers:
                  ask: [ { status: 503 } ]
                expect: { status: failed, actions: { ask: %s } }
                """
                        .formatted(method, state));
        assertEquals(List.of(), story.problems());
    }

    @Test
    void what_is_not_as_expected_is_told_with_its_line() {
        Story story = play(
                EVENT + "answers:\n" + CHARGED + "  paid: [ { result: 1 } ]\nlater:\n" + SETTLED
                        + """
                expect:
                  status: failed
                  after: 8h
                  within: 6h
                  reason: late
                  actions:
                    charge: { attempts: 2, result: { charge: c2 }, error: x, after: 1s }
                    paid: dead
                    sihp: succeeded
                  asked:
                    - { to: "kafka:shipments", times: 1 }
                    - { to: "kamelet:mail-send-action" }
                  sent:
                    - { event: order.shipped, data: c }
                """);
        assertEquals(
                List.of(
                        "s.test.yaml:10: the flow is completed, expected was failed.",
                        "s.test.yaml:11: the flow came to its status after 7h, expected was after 8h.",
                        "s.test.yaml:12: the flow came to its status after 7h, expected was within 6h.",
                        "s.test.yaml:13: the flow's reason is '', expected was one that contains 'late'.",
                        "s.test.yaml:15: the number of attempts of charge is 1, expected was 2.",
                        "s.test.yaml:15: the result of charge is {\"charge\":\"c1\"}, expected was {\"charge\":\"c2\"}.",
                        "s.test.yaml:15: the error of charge is 'none', expected was one that contains 'x'.",
                        "s.test.yaml:15: the last that happened to charge came after 0s, expected was after 1s.",
                        "s.test.yaml:16: action paid is succeeded, expected was dead.",
                        "s.test.yaml:17: action sihp is missing, expected was succeeded.",
                        "s.test.yaml:19: kafka:shipments was asked like this 2 times, expected was once.",
                        "s.test.yaml:20: kamelet:mail-send-action was asked like this never, expected was at least once.",
                        "s.test.yaml:22: order.shipped was sent like this never, expected was at least once.",
                        "s.test.yaml:6: nobody has asked for this answer."),
                story.problems());
    }

    @Test
    void an_attempt_in_doubt_is_probed_and_what_the_probe_finds_is_the_result() {
        Story story = play(
                EVENT
                        + """
                answers:
                  charge:
                    - { exception: java.net.SocketTimeoutException, message: no answer, takes: 15s }
                    - { status: 200, result: { charge: c9 } }
                later:
                  - { after: 2h, cancel: enough }
                expect:
                  status: cancelled
                  reason: enough
                  actions: { charge: { result: { charge: c9 } } }
                """);
        assertEquals(List.of(), story.problems());
        List<String> lines = lines(story, "charge");
        assertEquals(
                "15s attempt 1: uncertain, SocketTimeoutException: no answer | retries at 2026-01-01T09:00:16Z after"
                        + " SocketTimeoutException (no answer)",
                lines.get(1));
        assertTrue(lines.get(3).endsWith("the probe found it: {\"charge\":\"c9\"}"), lines.toString());
    }

    @Test
    void an_answer_that_takes_longer_than_the_attempt_may_leaves_it_in_doubt() {
        Story story = play(
                EVENT
                        + """
                answers:
                  charge:
                    - { status: 200, result: { charge: c1 }, takes: 2m }
                    - { status: 404 }
                    - { status: 200, result: { charge: c2 } }
                expect:
                  status: completed
                  actions:
                    charge: { attempts: 2, result: { charge: c2 } }
                    paid: skipped
                    ship: skipped
                """);
        assertEquals(List.of(), story.problems());
        assertTrue(lines(story, "charge").get(1).startsWith("1m attempt 1: uncertain, AttemptTimeout"));
    }

    @Test
    void people_mend_what_gave_up() {
        Story story = play(
                EVENT
                        + """
                answers:
                  charge:
                    - { outcome: rejected, message: no such account }
                    - { outcome: retry, after: 1m }
                    - { outcome: rejected }
                later:
                  - { after: 1h, replay: charge }
                  - { after: 2h, resolve: charge, result: { charge: c3 }, by: ann }
                  - { after: 3h, skip: charge }
                expect:
                  status: completed
                  after: 1d2h
                  actions:
                    charge: { state: succeeded, attempts: 3, result: { charge: c3 } }
                    paid: skipped
                """);
        assertEquals(
                List.of(
                        "s.test.yaml:11: somebody skips charge, which is refused: Action 'charge' is succeeded; only a dead or"
                                + " uncertain action can be skipped."),
                story.problems());
        List<String> lines = lines(story, "charge");
        assertTrue(lines.contains(
                "0s attempt 1: dead, Simulated: no such account | a person: replay, skip or resolve it"));
        assertTrue(lines.contains("2h resolved: {\"charge\":\"c3\"} by ann"), lines.toString());
        assertTrue(lines(story, "(flow)").contains("2h ann resolves charge"));
    }

    @Test
    void the_deadline_ends_a_flow_that_waits_for_somebody() {
        Story story = play(
                EVENT
                        + """
                answers: { charge: [ { outcome: rejected } ] }
                expect: { status: failed, after: 3d, reason: deadline, actions: { charge: cancelled } }
                """);
        assertEquals(List.of(), story.problems());
    }

    @Test
    void an_event_of_its_key_ends_the_flow_and_a_late_result_has_no_effect() {
        Story story = play(
                EVENT
                        + """
                answers: { charge: [ { result: { charge: c1 }, takes: 50s } ] }
                later:
                  - { after: 10s, event: { type: order.withdrawn, subject: o2 } }
                  - { after: 20s, event: { type: order.withdrawn, subject: o1 } }
                expect: { status: cancelled, after: 20s, actions: { charge: cancelled } }
                """);
        assertEquals(List.of(), story.problems());
        assertTrue(lines(story, "charge").contains("50s attempt 1 ended too late: done"));
    }

    @Test
    void what_a_route_has_sent_counts_only_if_its_end_does() {
        Story story = play(
                EVENT
                        + """
                answers:
                  charge: [ { result: {} } ]
                  kafka:shipments: [ { outcome: done }, { outcome: done, takes: 50s } ]
                later:
                """
                        + SETTLED
                        + """
                  - { after: 7h10s, cancel: too late }
                expect:
                  status: cancelled
                  sent: [ { event: order.shipped, data: a, times: 1 }, { event: order.shipped, data: b, times: 0 } ]
                """);
        assertEquals(List.of(), story.problems());
    }

    @Test
    void an_event_that_came_before_the_wait_counts() {
        Story story = play(
                EVENT
                        + """
                answers:
                  charge: [ { outcome: retry, after: 10h }, { result: {} } ]
                  kafka:shipments: { outcome: done }
                later:
                  - { after: 1h, event: { type: payment.settled, subject: o1, data: { account: DE1 } } }
                  - { after: 2h, event: { type: payment.settled, subject: o2, data: { account: DE2 } } }
                expect: { status: completed, after: 12h, actions: { paid: { result: DE1 for o1 } } }
                """);
        assertEquals(List.of(), story.problems());
    }

    @Test
    void a_trigger_that_throws_is_mended_like_an_action() {
        Story story = play(
                "flow: order\nevent: { data: { order: bad, once: x } }\n"
                        + """
                later:
                  - { after: 1h, replay: trigger }
                  - { after: 2h, cancel: true, note: no use }
                expect: { status: cancelled, reason: no use, actions: { trigger: { error: a bad order, attempts: 2 } } }
                """);
        assertEquals(List.of(), story.problems());
    }

    @ParameterizedTest
    @CsvSource({
        "'{ order: none, once: x }', its predicate 'when' is false",
        "'{ order: o1, once: \"\" }', its once key is blank"
    })
    void an_event_may_begin_no_flow(String data, String reason) {
        Story story = play("flow: order\nevent: { data: " + data + " }\nexpect: { status: none }\n");
        assertEquals(List.of(), story.problems());
        assertTrue(lines(story, "(flow)").get(1).contains(reason));
    }

    @Test
    void a_dynamic_uri_is_what_it_came_to_and_a_kamelet_may_be_a_step() {
        Story story = play(
                "flow: notice\nevent: { data: { topic: cats } }\n"
                        + """
                answers:
                  kafka:cats: { outcome: done }
                  kamelet:mail-send-action: { result: { messageId: m1 } }
                expect:
                  status: completed
                  actions: { spread: { result: m1 } }
                  asked: [ { to: "kamelet:mail-send-action", with: { to: cats@example.org, subject: News } } ]
                """);
        assertEquals(List.of(), story.problems());
    }

    @Test
    void a_schedule_ticks_at_its_time_and_claims_are_kept_in_memory() {
        Story story = play(
                "flow: nightly\nat: 2026-07-01T12:00:00Z\n"
                        + """
                expect:
                  status: completed
                  after: 0s
                  actions: { clean: { result: much of it } }
                  sent: [ { flow: order, data: much of it, times: 1 } ]
                """);
        assertEquals(List.of(), story.problems());
        assertEquals("2026-07-02T01:00:00Z", story.json().path("begunAt").asText());
    }

    @Test
    void an_open_end_tells_what_is_waited_for() {
        Story story = play("flow: order\nevent: { data: { order: bad, once: x } }\n");
        assertEquals("failed", story.status());
        assertEquals(
                "0s dead | a person: replay, skip or resolve it",
                lines(story, "trigger").get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    flow: ordre                                                  | 1: There is no flow 'ordre' among the routes; did you mean 'order'?
                    at: 2026-01-01T00:00:00Z                                     | 1: 'flow' is missing: which flow is to be played?
                    flow: order                                                  | 1: 'event' is missing: the flow order has no schedule that could begin it.
                    { flow: order, event: { type: order.paced } }                | 1: The flow order is not started by events of type 'order.paced'; did you mean 'order.placed'?
                    { flow: order, event: {}, answers: { chrage: { result: 1 } } } | 1: The flow order has no action 'chrage'; did you mean 'charge'?
                    """)
    void what_cannot_be_played_is_told_before_anything_happens(String yaml, String told) {
        var broken = assertThrows(BrokenScenario.class, () -> play(yaml));
        assertEquals("s.test.yaml:" + told, broken.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    answers: {}                                         | 1: Action charge sends to vertx-http:https://bank.example/charges; add an answer under 'answers', for 'charge' or for 'vertx-http:https://bank.example/charges'.
                    answers: { charge: [ { outcome: retry } ] }         | 3: Action charge sends to vertx-http:https://bank.example/charges once more than there are answers; add an answer under 'answers', for 'charge' or for 'vertx-http:https://bank.example/charges'.
                    answers: { charge: { exception: a.B } }             | 3: There is no exception 'a.B' on the class path; name it with its package.
                    answers: { charge: { exception: org.apache.camel.http.base.HttpOperationFailedException } } | 3: 'org.apache.camel.http.base.HttpOperationFailedException' cannot be made of a message alone; name another exception, or an outcome.
                    answers: { charge: { outcome: unavailable, after: 1ms } } | 0: It goes on and on
                    """)
    void a_missing_or_impossible_answer_ends_the_play_with_a_sentence(String answers, String told) {
        Story story = play(EVENT + answers + "\n");
        String sentence = story.broken().orElseThrow().sentence();
        int line = story.broken().orElseThrow().place().line();
        assertTrue((line + ": " + sentence).startsWith(told), line + ": " + sentence);
    }

    @Test
    void a_play_is_the_same_every_time() {
        String yaml = EVENT + "answers: { charge: [ { outcome: retry }, { result: {} } ] }\n";
        assertEquals(play(yaml).json(), play(yaml).json());
    }
}
