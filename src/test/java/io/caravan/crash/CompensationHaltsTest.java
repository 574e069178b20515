package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.HaltingCaravan;
import io.caravan.store.Observer.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while flows turn back, one after the other: what was done is undone, in order, and nothing else is. */
final class CompensationHaltsTest {
    private static final int GROUP = 8;
    private static final List<Point> HALTS = List.of(Point.COMMITTED, Point.ROUTE_ENDED);
    private static final int ALL = GROUP * (1 + HALTS.size());

    @TempDir
    private Path folder;

    @Test
    void wherever_a_process_halts_what_was_done_is_undone_in_the_end() {
        var trips = new Trips(folder);
        Path data = folder.resolve("data");
        try (Child first = Child.start(data, trips.property()).standing()) {
            assertEquals(List.of(), Trips.book(first, GROUP, ALL));
            awaitMessages(first, "flight ", ALL - GROUP);
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 30000, \"count\": " + GROUP + "}");
            assertEquals(List.of(), Trips.book(first, 0, GROUP));
            awaitMessages(first, "hotel ", ALL);
            assertEquals(List.of(), Trips.withdraw(first, 0, GROUP));
        }
        for (int halt = 0; halt < HALTS.size(); halt++) {
            Point point = HALTS.get(halt);
            try (Child child = Child.as(HaltingCaravan.class, List.of(point.name(), "5"), data, trips.property())) {
                if (child.standsBeforeItEnds()) {
                    Trips.withdraw(child, 0, GROUP * (halt + 2));
                }
                assertEquals(
                        HaltingCaravan.HALTED, child.exitCode(), () -> point + "\n" + String.join("\n", child.log()));
            }
            assertEquals(List.of(), Verify.complaints(data), point::toString);
        }
        try (Child last = Child.start(data, trips.property()).standing()) {
            assertEquals(List.of(), Trips.withdraw(last, 0, ALL));
            Awaitility.await("all trips are cancelled")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> last.list("/flows?name=trip&status=cancelled").size() == ALL);
            assertEquals(List.of(), Trips.complaints(last));
        }
        assertEquals(List.of(), Verify.complaints(data));
    }

    /** Slack has them, but need not have answered yet. */
    private static void awaitMessages(Child child, String text, int count) {
        Awaitility.await(text)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertEquals(
                        count,
                        Trips.messages(child).keySet().stream()
                                .filter(message -> message.startsWith(text))
                                .count(),
                        () -> child.list("/flows").toString()));
    }
}
