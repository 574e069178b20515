package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.crash.Balance;
import io.caravan.crash.Child;
import io.caravan.crash.Requests;
import io.caravan.crash.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 schedule requests among faults of every kind and two {@code kill -9}: the receivers have each effect once, or a dead
 * letter says that nobody knows. What each effect is recognised by: a message by its metadata, a record by a unique property.
 */
@Tag("chaos")
final class ExactlyOnceTest {
    private static final int FLOWS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final List<String> SLACK = List.of(
            "chat.postMessage", "chat.update", "conversations.list", "conversations.history", "conversations.replies");

    /** Each befalls one call in twenty; the last comes later than the client waits for it. */
    private static final List<String> FAULTS = List.of(
            "\"status\": 429, \"headers\": {\"Retry-After\": \"1\"}",
            "\"status\": 500, \"body\": \"oops\"",
            "\"status\": 503, \"headers\": {\"Content-Type\": \"text/html\"}, \"body\": \"<html>Down</html>\"",
            "\"drop\": true",
            "\"drop\": true, \"apply\": true",
            "\"apply\": true, \"delayMs\": 16000");

    private static final String INTERNAL_ERROR =
            "\"status\": 200, \"headers\": {\"Content-Type\": \"application/json\"},"
                    + " \"body\": \"{\\\"ok\\\":false,\\\"error\\\":\\\"internal_error\\\"}\", \"apply\": true";

    /** One fault in three calls would use up a budget of nine attempts too often; nobody posts 4,000 messages to one channel. */
    private static final String[] PERSISTENT = {
        "caravan.redelivery.maximum-redeliveries=30",
        "caravan.redelivery.back-off-multiplier=1",
        "caravan.slack.channel=#team-${body[team]}"
    };

    private final Requests requests = new Requests();

    @TempDir
    private Path folder;

    @Test
    void among_faults_and_kills_each_effect_is_there_once_or_called_uncertain() throws InterruptedException {
        try (Child first = Child.start(folder, PERSISTENT).standing()) {
            plantFaults(first);
        }
        liveAndBeKilled(FLOWS / 3);
        liveAndBeKilled(FLOWS * 2 / 3);
        try (Child last = Child.start(folder, PERSISTENT).standing()) {
            requests.send(last, 0, FLOWS).join();
            assertEquals(FLOWS, requests.accepted(), "accepted in the end");
            awaitEnds(last);
            judge(last);
            assertEquals(List.of(), List.copyOf(requests.lostFrom(folder)));
        }
        assertEquals(List.of(), Verify.complaints(folder));
    }

    private static void plantFaults(Child child) {
        for (String method : SLACK) {
            FAULTS.forEach(fault -> plant(child, method, fault));
            plant(child, method, INTERNAL_ERROR);
        }
        FAULTS.forEach(fault -> plant(child, "/crm/", fault));
    }

    private static void plant(Child child, String method, String fault) {
        child.fault("{\"method\": \"" + method + "\", \"rate\": 0.05, " + fault + "}");
    }

    private void liveAndBeKilled(int upTo) throws InterruptedException {
        try (Child child = Child.start(folder, PERSISTENT).standing()) {
            var sending = CompletableFuture.runAsync(
                    () -> requests.send(child, 0, upTo).join());
            assertTrue(child.lives(Duration.ofSeconds(8)));
            child.kill();
            sending.join();
        }
    }

    private static void awaitEnds(Child child) {
        Awaitility.await("the end of every flow")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> child.list("/flows?status=completed").size()
                                + child.list("/dead-letters").size()
                        >= FLOWS);
    }

    private static void judge(Child child) {
        Balance balance = Balance.of(child);
        List<JsonNode> letters = child.list("/dead-letters");
        System.out.printf(
                "chaos: %d schedule requests, %d attempts in doubt: %d contacts, %d deals, %d messages, %d dead letters%n",
                balance.flows(),
                balance.marks(),
                child.list("/sandbox/hubspot/contacts").size(),
                child.list("/sandbox/hubspot/deals").size(),
                balance.messages(),
                letters.size());
        assertEquals(List.of(), balance.repeated(), "messages posted more than once");
        assertTrue(balance.marks() > FLOWS / 10, "too few attempts in doubt to show anything");
        for (JsonNode letter : letters) {
            assertEquals("uncertain", letter.at("/error/outcome").asText(), letter.toString());
        }
        if (letters.isEmpty()) {
            assertEquals(List.of(), balance.complaints(FLOWS));
        }
    }
}
