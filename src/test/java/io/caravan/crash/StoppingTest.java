package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoppingTest {
    private static final int REQUESTS = 40;
    private static final int SIGTERM = 143;

    @TempDir
    private Path folder;

    @Test
    void a_stop_under_load_lets_attempts_end_and_gives_back_what_has_not_started() {
        var requests = new Requests();
        try (Child first = Child.start(folder, "caravan.attempts=3").standing()) {
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 200}");
            requests.send(first, 0, REQUESTS).join();
            awaitMessages(first);
            first.terminate();
            assertEquals(SIGTERM, first.exitCode(Duration.ofSeconds(15)));
        }
        assertEquals(List.of(), Verify.complaints(folder));
        try (Child second = Child.start(folder).standing()) {
            assertEquals(REQUESTS, requests.accepted());
            second.awaitCompleted(REQUESTS);
            Balance balance = Balance.of(second);
            assertEquals(List.of(), balance.complaints(REQUESTS));
            assertEquals(0, balance.marks());
            assertEquals(2 * REQUESTS, balance.messages());
        }
    }

    @Test
    void an_attempt_that_outlasts_the_stop_is_uncertain_and_is_repeated_after_the_restart() {
        var requests = new Requests();
        try (Child first = Child.start(folder, "caravan.stop.timeout=1s").standing()) {
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 30000, \"count\": 2}");
            requests.send(first, 0, 2).join();
            awaitMessages(first);
            first.terminate();
            assertEquals(SIGTERM, first.exitCode(Duration.ofSeconds(10)));
        }
        assertEquals(List.of(), Verify.complaints(folder));
        try (Child second = Child.start(folder).standing()) {
            second.awaitCompleted(2);
            Balance balance = Balance.of(second);
            assertEquals(List.of(), balance.complaints(2));
            assertEquals(2, balance.marks());
            assertTrue(balance.lost().isEmpty(), "told at the stop, not found out at the start");
        }
    }

    @Test
    void an_attempt_that_waits_behind_one_that_timed_out_has_not_started_and_is_given_back() {
        var requests = new Requests();
        String[] impatient = {"caravan.attempt.timeout=2s", "caravan.stop.timeout=1s"};
        try (Child first = Child.start(folder, impatient).standing()) {
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 30000, \"count\": 1}");
            requests.send(first, 0, 1).join();
            awaitRunningAgain(first);
            first.terminate();
            assertEquals(SIGTERM, first.exitCode(Duration.ofSeconds(10)));
        }
        assertEquals(List.of(), Verify.complaints(folder));
        try (Child second = Child.start(folder).standing()) {
            second.awaitCompleted(1);
            Balance balance = Balance.of(second);
            assertEquals(List.of(), balance.complaints(1));
            assertEquals(1, balance.marks(), "the one that timed out");
            assertEquals(2, balance.messages(), "its message is found, and not posted again");
        }
    }

    private void awaitRunningAgain(Child child) {
        child.awaitLine("AttemptTimeout");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> InFlight.in(folder).stream()
                .anyMatch(attempt -> attempt.endsWith("announcement 2")));
    }

    private static void awaitMessages(Child child) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> child.list("/sandbox/slack/messages").size() >= 2);
    }
}
