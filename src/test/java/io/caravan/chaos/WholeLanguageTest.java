package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.crash.Child;
import io.caravan.crash.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Flows that use all of the language, on three nodes of which one after the other is killed. */
@Tag("chaos")
final class WholeLanguageTest {
    private static final int TOURS = 400;
    private static final int GUIDES = 40;
    private static final int KILLS = 5;

    private static final String ROUTES =
            """
            - route:
                id: tour
                from:
                  uri: flow:tour
                  parameters:
                    event: tour.requested
                    key: "tour-${body[n]}"
                    once: "${body[n]}"
                    orderedBy: "guide-${body[guide]}"
                    cancelOn: tour.withdrawn
                    priority: 2
                  steps: [ { log: { message: "tour ${body[n]}", loggingLevel: DEBUG } } ]
            - route:
                id: tour.payment
                from:
                  uri: flow:tour/payment
                  parameters: { awaits: tour.paid, correlate: "tour-${body[n]}" }
                  steps: [ { setBody: { simple: "${body[amount]}" } } ]
            - route:
                id: tour.mail
                from:
                  uri: flow:tour/mail
                  parameters: { needs: payment, forEach: "${body[people]}", concurrency: 8, probe: "direct:never-sure" }
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { text: "mail ${variable.input[n]} ${header.CaravanItem}" }
            - route:
                id: tour.sorry
                from:
                  uri: flow:tour/sorry
                  parameters: { compensates: mail }
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { text: "sorry ${body[n]}" }
            - route:
                id: tour.refund
                from:
                  uri: flow:tour/refund
                  parameters: { when: "${body[n]} < 0" }
                  steps: [ { setBody: { constant: "refund" } } ]
            - route:
                id: tour.start
                from:
                  uri: flow:tour/start
                  parameters: { needs: "mail,refund?", delay: "20ms" }
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { text: "start ${body[n]}" }
            - route:
                id: never-sure
                from:
                  uri: direct:never-sure
                  steps: [ { setHeader: { name: CaravanProbe, constant: unknown } } ]
            - route:
                id: rating
                from:
                  uri: flow:rating
                  parameters: { event: caravan.flow.completed, when: "${body[name]} == 'tour'", key: "${body[key]}" }
                  steps: [ { log: { message: "rating", loggingLevel: DEBUG } } ]
            - route:
                id: rating.ask
                from: { uri: flow:rating/ask, steps: [ { setBody: { constant: "how was it?" } } ] }
            """;

    private final Random random = new Random(Long.getLong("chaos.seed", System.nanoTime()));

    @TempDir
    private Path folder;

    private Cluster cluster;
    private String routes = "";

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder);
        Path copy = cluster.copyOfRoutes("routes");
        Files.writeString(copy.resolve("tour.camel.yaml"), ROUTES);
        routes = "caravan.routes=" + copy;
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void everything_ends_once_and_in_order_whoever_dies() {
        cluster.startAll(3, routes);
        List<String> events = events();
        var sending = CompletableFuture.runAsync(() -> events.forEach(this::send));
        for (int kill = 0; kill < KILLS; kill++) {
            String name = "n" + (1 + random.nextInt(3));
            pause(Duration.ofMillis(1_000 + random.nextInt(2_000)));
            cluster.node(name).kill();
            cluster.start(name, routes);
        }
        sending.join();
        awaitNumber(TOURS, "SELECT count(*) FROM flow WHERE definition = 'tour' AND ended_at IS NOT NULL");
        long completed = cluster.number("SELECT count(*) FROM flow WHERE definition = 'tour' AND status = 'completed'");
        long cancelled = cluster.number("SELECT count(*) FROM flow WHERE definition = 'tour' AND status = 'cancelled'");
        awaitNumber((int) completed, "SELECT count(*) FROM flow WHERE definition = 'rating' AND status = 'completed'");
        awaitNumber(0, "SELECT count(*) FROM outbox");

        assertEquals(TOURS, completed + cancelled);
        assertEquals(0, cluster.number("SELECT count(*) FROM waiting"), "nobody waits any more");
        assertEquals(0, cluster.number("SELECT count(*) FROM lane"), "all lanes are empty");
        assertEquals(0, cluster.number("SELECT count(*) FROM ticket"));
        assertEquals(List.of(), Verify.complaints(source()), "the journal and the tables");
        Map<String, Integer> effects = effects();
        long lost = cluster.number("SELECT count(*) FROM fact, regexp_matches(body, 'AttemptLost', 'g')");
        assertEquals(List.of(), missing(effects), "effects of completed flows that nobody saw");
        assertEquals(
                List.of(),
                owed(effects),
                "mails of cancelled flows that nobody was sorry for, and the other way round");
        int doubled = effects.values().stream().mapToInt(count -> count - 1).sum();
        assertTrue(doubled <= lost, doubled + " effects beyond one each, " + lost + " lost attempts");
        assertEquals(List.of(), overtaken(), "flows that did not wait for their turn");
        System.out.printf(
                "chaos: the whole language, %d kills: %d tours completed, %d cancelled, %d lost attempts,"
                        + " %d effects beyond one each%n",
                KILLS, completed, cancelled, lost, doubled);
    }

    /** Each tour's request and payment, in any order and some twice; a few are withdrawn. */
    private List<String> events() {
        var events = new ArrayList<String>();
        IntStream.range(0, TOURS).forEach(n -> {
            String request =
                    """
                    {"type":"tour.requested","source":"/tours","id":"r-%1$d",
                     "data":{"n":%1$d,"guide":%2$d,"people":["ann","bob","cy"]}}
                    """
                            .formatted(n, n % GUIDES);
            String payment =
                    """
                    {"type":"tour.paid","source":"/tours","id":"p-%1$d","correlation":"tour-%1$d","data":{"amount":7}}
                    """
                            .formatted(n);
            events.add(random.nextBoolean() ? request : payment);
            events.add(events.get(events.size() - 1).equals(request) ? payment : request);
            if (random.nextInt(10) == 0) {
                events.add(request);
            }
            if (random.nextInt(10) == 0) {
                events.add("{\"type\":\"tour.withdrawn\",\"source\":\"/tours\",\"id\":\"w-" + n
                        + "\",\"subject\":\"tour-" + n + "\",\"data\":{}}");
            }
        });
        return events;
    }

    /** Sends an event until some node has accepted it. */
    private void send(String event) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepted(event));
    }

    private boolean accepted(String event) {
        List<Child> all = cluster.nodes();
        return all.get(random.nextInt(all.size()))
                .post("/events", event)
                .handle((answer, broken) -> broken == null && answer.statusCode() == 202)
                .join();
    }

    private void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() >= until);
    }

    private void awaitNumber(int number, String sql) {
        try {
            Awaitility.await(sql)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> cluster.number(sql) == number);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(sql + " is " + cluster.number(sql) + "\n" + cluster.story(), late);
        }
    }

    private PGSimpleDataSource source() {
        var source = new PGSimpleDataSource();
        source.setURL(cluster.postgres().url("caravan"));
        source.setStringType("unspecified");
        return source;
    }

    /** How often Slack received each message. */
    private Map<String, Integer> effects() {
        var effects = new HashMap<String, Integer>();
        for (JsonNode message : cluster.nodes().get(0).list("/sandbox/slack/messages")) {
            effects.merge(message.path("text").asText(), 1, Integer::sum);
        }
        return effects;
    }

    private List<String> missing(Map<String, Integer> effects) {
        var missing = new ArrayList<String>();
        for (String key :
                cluster.query("SELECT substr(key, 6) FROM flow WHERE definition = 'tour' AND status = 'completed'")) {
            List.of("mail " + key + " 0", "mail " + key + " 1", "mail " + key + " 2", "start " + key).stream()
                    .filter(text -> !effects.containsKey(text))
                    .forEach(missing::add);
        }
        return missing;
    }

    /** Who was sent a mail of a tour that is cancelled is told so; nobody else is. */
    private List<String> owed(Map<String, Integer> effects) {
        var owed = new ArrayList<String>();
        for (String row : cluster.query("SELECT substr(key, 6) || ' ' || status FROM flow WHERE definition = 'tour'")) {
            String[] words = row.split(" ");
            boolean mailed = IntStream.range(0, 3).anyMatch(i -> effects.containsKey("mail " + words[0] + " " + i));
            boolean sorry = effects.containsKey("sorry " + words[0]);
            boolean cancelled = words[1].equals("cancelled");
            if (mailed && cancelled && !sorry || sorry && !cancelled) {
                owed.add(row);
            }
        }
        return owed;
    }

    /** Of each guide, tours that had their turn before the one before had ended: P9. Nodes' clocks differ by little. */
    private List<String> overtaken() {
        record Tour(long turn, long ended) {}
        var byGuide = new HashMap<String, List<Tour>>();
        for (String row : cluster.query(
                """
                SELECT t.guide || ' ' || t.turn || ' ' || t.ended_at FROM
                  (SELECT (regexp_match(first.body, '"lane":"([^"]+)"'))[1] AS guide, f.ended_at,
                          CASE WHEN first.body LIKE '%"waits":false%' THEN f.started_at
                               ELSE (SELECT at FROM fact WHERE flow_id = f.id AND body LIKE '%"turnCame"%') END AS turn
                   FROM flow f JOIN LATERAL (SELECT body FROM fact WHERE flow_id = f.id ORDER BY seq LIMIT 1) first ON true
                   WHERE f.definition = 'tour') t WHERE t.turn < t.ended_at
                """)) {
            String[] words = row.split(" ");
            byGuide.computeIfAbsent(words[0], first -> new ArrayList<>())
                    .add(new Tour(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
        var overtaken = new ArrayList<String>();
        byGuide.forEach((guide, tours) -> {
            tours.sort(Comparator.comparing(Tour::turn));
            for (int i = 1; i < tours.size(); i++) {
                if (tours.get(i).turn() < tours.get(i - 1).ended() - 20) {
                    overtaken.add(guide + ": " + tours.get(i) + " before the end of " + tours.get(i - 1));
                }
            }
        });
        assertEquals(GUIDES, byGuide.size());
        return overtaken;
    }
}
