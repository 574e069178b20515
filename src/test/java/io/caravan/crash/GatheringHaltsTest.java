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

/** Processes that halt while they gather, one after the other: no message is lost, none is gathered twice, every group arrives once. */
final class GatheringHaltsTest {
    private static final int MESSAGES = 40;

    @TempDir
    private Path folder;

    @Test
    void whatever_point_a_process_halts_at_each_message_is_in_one_group_in_the_end() {
        var gathering = new Gathering(folder);
        int wanted = 0;
        for (Point point : List.of(Point.BEFORE_COMMIT, Point.COMMITTED, Point.ANSWERED)) {
            wanted += MESSAGES;
            try (Child child = Child.as(
                    HaltingCaravan.class, List.of(point.name(), "6"), folder.resolve("data"), gathering.property())) {
                if (child.standsBeforeItEnds()) {
                    gathering.send(child, wanted).join();
                }
                assertEquals(
                        HaltingCaravan.HALTED, child.exitCode(), () -> point + "\n" + String.join("\n", child.log()));
            }
        }
        int all = wanted;
        try (Child last =
                Child.start(folder.resolve("data"), gathering.property()).standing()) {
            gathering.send(last, all).join();
            assertEquals(all, gathering.answered());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Gathering.out(last).size() >= all);
            assertEquals(Gathering.all(all), Gathering.out(last));
        }
    }
}
