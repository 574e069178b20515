package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits while events and requests come in: none is lost, none is refused, no attempt is spent on an edit. */
class ReloadUnderLoadTest {
    private static final Duration EVERY = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void ten_edits() throws Exception {
        edits(10);
    }

    @Test
    @Tag("chaos")
    void a_hundred_edits() throws Exception {
        edits(100);
    }

    private void edits(int count) throws Exception {
        try (var edited = new Edited(folder, Edited.edition(0))) {
            ScheduledExecutorService load = Executors.newScheduledThreadPool(3);
            load.scheduleAtFixedRate(() -> send(edited.caravan()), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
            load.scheduleAtFixedRate(() -> ask(edited.caravan()), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
            long slowest = 0;
            for (int edition = 1; edition <= count; edition++) {
                String live = "hello " + edition;
                long saved = System.nanoTime();
                edited.save(Edited.edition(edition));
                edited.ask("/hello", live::equals);
                slowest = Math.max(slowest, (System.nanoTime() - saved) / 1_000_000);
            }
            load.shutdown();
            assertTrue(load.awaitTermination(10, TimeUnit.SECONDS));
            assertEquals(List.of(), List.copyOf(wrong));
            accepted.forEach(id -> completed(edited.caravan(), id));
            System.out.printf(
                    "reload: %d edits, slowest live after %d ms; %d flows, %d requests%n",
                    count, slowest, accepted.size(), answered.get());
            assertEquals(accepted.size(), posted(edited.caravan()));
        }
    }

    private void send(RunningCaravan caravan) {
        try {
            HttpResponse<String> answer = caravan.post("/events", "{\"type\":\"x\",\"data\":{}}");
            JsonNode flows = RunningCaravan.json(answer).path("flows");
            if (answer.statusCode() == 202 && flows.size() == 1) {
                accepted.add(flows.path(0).path("id").asText());
            } else {
                wrong.add("event: " + answer.statusCode() + answer.body());
            }
        } catch (RuntimeException failed) {
            wrong.add("event: " + failed);
        }
    }

    private void ask(RunningCaravan caravan) {
        try {
            HttpResponse<String> answer = caravan.get("/hello");
            answered.incrementAndGet();
            if (answer.statusCode() != 200 || !answer.body().startsWith("hello ")) {
                wrong.add("request: " + answer.statusCode() + answer.body());
            }
        } catch (RuntimeException failed) {
            wrong.add("request: " + failed);
        }
    }

    private static void completed(RunningCaravan caravan, String id) {
        JsonNode flow = Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> caravan.read("/flows/" + id),
                        read -> !read.path("status").asText().equals("running"));
        assertEquals("completed", flow.path("status").asText(), flow.toPrettyString());
        assertEquals(1, RunningCaravan.action(flow, "b").path("attempts").asInt(), flow.toPrettyString());
    }

    private static int posted(RunningCaravan caravan) {
        int posted = 0;
        String cursor = "";
        do {
            JsonNode page = caravan.read("/sandbox/slack/messages?limit=1000" + cursor);
            posted += page.path("items").size();
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        return posted;
    }
}
