package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTroubleTest {
    private static final int REQUESTS = 20;

    @TempDir
    private Path folder;

    @Test
    void while_nothing_can_be_written_events_are_refused_and_afterwards_everything_is_finished_without_a_restart()
            throws Exception {
        var requests = new Requests();
        // the sandbox has the same disk: however long the trouble lasts, no action may run out of attempts
        String[] patient = {"caravan.redelivery.maximum-redeliveries=-1", "caravan.redelivery.maximum-delay=2s"};
        try (Child child = Child.start(folder, patient).standing()) {
            child.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 500}");
            requests.send(child, 0, REQUESTS).join();
            assertEquals(REQUESTS, requests.accepted());
            limitFiles(child, "0");
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> refused =
                        child.post("/events", Requests.event(REQUESTS)).join();
                assertEquals(503, refused.statusCode());
                assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
                assertEquals(
                        "application/problem+json",
                        refused.headers().firstValue("Content-Type").orElse(""));
                assertTrue(refused.body().contains("cannot be written"), refused.body());
            }
            limitFiles(child, "unlimited");
            child.awaitCompleted(REQUESTS);
            requests.send(child, REQUESTS, REQUESTS + 1).join();
            child.awaitCompleted(REQUESTS + 1);
            assertEquals(List.of(), Balance.of(child).complaints(REQUESTS + 1));
            assertEquals(
                    1,
                    child.lines("the database cannot be written, events are refused")
                            .size());
            assertEquals(1, child.lines("the database can be written again").size());
            assertEquals(
                    List.of(),
                    child.lines("Writer").stream()
                            .filter(line -> line.contains("Exception"))
                            .toList());
        }
        assertEquals(List.of(), Verify.complaints(folder));
    }

    /** The largest offset to which the child may write a file: 0 is a disk on which every write fails. */
    private static void limitFiles(Child child, String bytes) throws IOException, InterruptedException {
        Process limit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertEquals(0, limit.waitFor());
    }
}
