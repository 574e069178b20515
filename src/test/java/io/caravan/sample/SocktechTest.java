package io.caravan.sample;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Socktech's flows; each test is a defect of the system that they come from, which Caravan has not. */
@Tag("sqlite")
class SocktechTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String DIAMOND =
            """
            - route:
                id: parcel
                from: { uri: flow:parcel, parameters: { event: parcel }, steps: [ { log: "parcel" } ] }
            - route:
                id: parcel.left
                from: { uri: flow:parcel/left, steps: [ { setBody: { constant: "left" } } ] }
            - route:
                id: parcel.right
                from: { uri: flow:parcel/right, steps: [ { setBody: { constant: "right" } } ] }
            - route:
                id: parcel.join
                from:
                  uri: flow:parcel/join
                  parameters: { needs: "left,right" }
                  steps:
                    - to:
                        uri: kamelet:mail-send-action
                        parameters:
                          to: join@example.org
                          subject: "Parcel"
                          text: "${variable.left} and ${variable.right}"
            """;

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void start() throws IOException {
        String shipped = Files.readString(Path.of("routes/socktech.camel.yaml"));
        caravan = RunningCaravan.start(folder, shipped.replace("delay: 2h", "delay: 10ms") + DIAMOND);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private JsonNode send(String name, String email) {
        return RunningCaravan.json(caravan.post("/events", "{\"name\":\"" + name + "\",\"email\":\"" + email + "\"}"));
    }

    private static String flow(JsonNode accepted) {
        return accepted.path("flows").path(0).path("id").asText();
    }

    private List<JsonNode> mails(String address) {
        var mails = new ArrayList<JsonNode>();
        caravan.read("/sandbox/mail/messages").path("items").forEach(mail -> {
            if (mail.path("recipients").path(0).asText().equals(address)) {
                mails.add(mail);
            }
        });
        return mails;
    }

    private List<String> subjects(String address) {
        return mails(address).stream()
                .map(mail -> mail.path("subject").asText())
                .toList();
    }

    private void plant(String fault) {
        assertEquals(201, caravan.post("/sandbox/faults", fault).statusCode());
    }

    @Test
    void two_hours_are_two_hours_and_a_restart_forgets_nobody(@TempDir Path own) throws IOException {
        String shipped = Files.readString(Path.of("routes/socktech.camel.yaml"));
        String flow;
        Instant due;
        try (RunningCaravan before = RunningCaravan.start(own, shipped)) {
            Instant sent = Instant.now();
            flow = flow(RunningCaravan.json(
                    before.post("/events", "{\"name\":\"websiteSignup\",\"email\":\"ada@example.org\"}")));
            before.await(flow, page -> !action(page, "welcome").path("dueAt").isNull());
            due = dueAt(before, flow);
            Duration waits = Duration.between(sent, due);
            assertTrue(waits.compareTo(Duration.ofHours(2)) >= 0, waits.toString());
            assertTrue(waits.compareTo(Duration.ofMinutes(121)) < 0, waits.toString());
        }
        try (RunningCaravan after = RunningCaravan.start(own, shipped)) {
            assertEquals(due, dueAt(after, flow));
            assertEquals(
                    "waiting",
                    action(after.read("/flows/" + flow), "welcome")
                            .path("state")
                            .asText());
            assertEquals(0, after.read("/sandbox/mail/messages").path("items").size());
        }
    }

    private static Instant dueAt(RunningCaravan caravan, String flow) {
        return Instant.parse(
                action(caravan.read("/flows/" + flow), "welcome").path("dueAt").asText());
    }

    @Test
    void who_signs_up_is_welcomed_once_however_often_the_event_comes() {
        String flow = flow(send("websiteSignup", "fay@example.org"));
        caravan.flowAs(flow, "completed");
        JsonNode repeat = send("websiteSignup", "fay@example.org");
        assertEquals(flow, flow(repeat));
        assertTrue(repeat.path("flows").path(0).path("held").asBoolean(), repeat.toString());
        caravan.flowAs(flow(send("websiteSignup", "fred@example.org")), "completed");
        assertEquals(List.of("Welcome to Socktech"), subjects("fay@example.org"));
        assertEquals(List.of("Welcome to Socktech"), subjects("fred@example.org"));
    }

    @Test
    void who_buys_socks_gets_the_mail_about_the_payment_then_that_about_the_dispatch() {
        plant("{\"method\":\"/mail/gus@example.org\",\"status\":451,\"count\":2}");
        caravan.flowAs(flow(send("socksPurchased", "gus@example.org")), "completed");
        assertEquals(
                List.of("We have received your payment", "Your socks are on their way"), subjects("gus@example.org"));
    }

    @Test
    void a_user_who_names_the_order_gets_the_mails_of_each_order() {
        for (String order : List.of("o-1", "o-2", "o-1")) {
            JsonNode accepted = RunningCaravan.json(caravan.post(
                    "/events",
                    "{\"name\":\"socksPurchased\",\"email\":\"hal@example.org\",\"data\":{\"order\":\"" + order
                            + "\"}}"));
            caravan.flowAs(flow(accepted), "completed");
        }
        assertEquals(4, mails("hal@example.org").size());
    }

    @Test
    void a_mail_that_fails_is_tried_until_it_is_sent_and_not_dropped() {
        plant("{\"method\":\"/mail/ida@example.org\",\"status\":451,\"body\":\"later\",\"count\":6}");
        JsonNode done = caravan.flowAs(flow(send("websiteSignup", "ida@example.org")), "completed");
        assertEquals(7, action(done, "welcome").path("attempts").asInt());
        assertEquals(List.of("Welcome to Socktech"), subjects("ida@example.org"));
    }

    @Test
    void a_mail_that_was_refused_counts_as_no_success_and_is_sent_again_by_replay() {
        plant("{\"method\":\"/mail/joe@example.org\",\"status\":550,\"body\":\"no such user\",\"count\":1}");
        String flow = flow(send("websiteSignup", "joe@example.org"));
        JsonNode failed = caravan.flowAs(flow, "failed");
        assertEquals("dead", action(failed, "welcome").path("state").asText());
        assertTrue(
                action(failed, "welcome").path("error").path("message").asText().contains("no such user"),
                failed.toString());
        caravan.post("/flows/" + flow + "/actions/welcome/replay", "{\"note\":\"she has an account now\"}");
        caravan.flowAs(flow, "completed");
        assertEquals(List.of("Welcome to Socktech"), subjects("joe@example.org"));
    }

    @Test
    void a_mail_whose_answer_was_lost_is_uncertain_and_its_repeat_bears_the_same_name() {
        plant("{\"method\":\"/mail/kim@example.org\",\"drop\":true,\"apply\":true,\"count\":1}");
        JsonNode done = caravan.flowAs(flow(send("websiteSignup", "kim@example.org")), "completed");
        assertTrue(
                done.path("facts").toString().contains("uncertain"),
                done.path("facts").toString());
        List<JsonNode> both = mails("kim@example.org");
        assertEquals(2, both.size());
        assertEquals(both.get(0).path("messageId"), both.get(1).path("messageId"));
    }

    @Test
    void one_slow_mail_holds_up_nobody_else() {
        plant("{\"method\":\"/mail/leo@example.org\",\"delayMs\":8000,\"count\":1}");
        String slow = flow(send("websiteSignup", "leo@example.org"));
        Awaitility.await().atMost(PATIENCE).until(() -> action(caravan.read("/flows/" + slow), "welcome")
                .path("state")
                .asText()
                .equals("running"));
        caravan.flowAs(flow(send("websiteSignup", "lea@example.org")), "completed");
        assertEquals(
                "running",
                action(caravan.read("/flows/" + slow), "welcome").path("state").asText());
    }

    @Test
    void what_is_no_address_is_told_and_gets_no_mail() {
        JsonNode failed = caravan.flowAs(flow(send("websiteSignup", "not an address")), "failed");
        JsonNode trigger = action(failed, "trigger");
        assertEquals(
                "'not an address' is no e-mail address; send the event with the field email",
                trigger.path("error").path("message").asText());
        assertEquals(List.of(), mails("not an address"));
    }

    @Test
    void an_event_without_an_address_is_parked_with_the_reason() {
        JsonNode accepted = RunningCaravan.json(caravan.post("/events", "{\"name\":\"websiteSignup\"}"));
        assertEquals(0, accepted.path("flows").size());
        assertEquals(
                "website-signup",
                caravan.read("/events/" + accepted.path("id").asText())
                        .path("parked")
                        .path(0)
                        .path("definition")
                        .asText());
    }

    @Test
    void an_unknown_event_is_kept_and_shown_as_unrouted() {
        JsonNode accepted = send("socksEaten", "ada@example.org");
        assertEquals(0, accepted.path("flows").size());
        assertEquals(
                accepted.path("id"),
                caravan.read("/events?unrouted=true").path("items").path(0).path("id"));
    }

    @Test
    void a_diamond_runs_its_join_once() {
        JsonNode done = caravan.flow("parcel", "{}", "completed");
        assertEquals(1, action(done, "join").path("attempts").asInt());
        assertEquals(
                List.of("left and right"),
                mails("join@example.org").stream()
                        .map(mail -> mail.path("text").asText())
                        .toList());
    }
}
