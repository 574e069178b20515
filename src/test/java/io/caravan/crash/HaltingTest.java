package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.HaltingCaravan;
import io.caravan.store.Observer.Point;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process after the other on the same folder: each takes up what the one before has left, and halts elsewhere. */
final class HaltingTest {
    private static final int REQUESTS = 20;

    @TempDir
    private Path folder;

    private final Requests requests = new Requests();
    private final Set<String> inFlight = new TreeSet<>();
    private int wanted;

    @Test
    void whatever_point_a_process_halts_at_the_next_one_goes_on_and_the_last_one_finishes_everything() {
        passes().forEach(this::haltAt);
        try (Child last = Child.start(folder).standing()) {
            requests.send(last, 0, wanted).join();
            assertEquals(wanted, requests.accepted());
            last.awaitCompleted(wanted);
            assertEquals(List.of(), requests.repeat(last));
            Balance balance = Balance.of(last);
            assertEquals(List.of(), balance.complaints(wanted));
            assertEquals(inFlight, balance.lost());
            assertEquals(inFlight.size(), balance.marks());
        }
        assertEquals(List.of(), Verify.complaints(folder));
    }

    /** At which pass to halt at each point: late enough to have work in the middle of everything. */
    private static Map<Point, Integer> passes() {
        var passes = new LinkedHashMap<Point, Integer>();
        passes.put(Point.BEFORE_COMMIT, 1);
        passes.put(Point.COMMITTED, 3);
        passes.put(Point.MID_BATCH, 2);
        passes.put(Point.ANSWERED, 4);
        passes.put(Point.TAKEN, 4);
        passes.put(Point.ROUTE_ENDED, 15);
        return passes;
    }

    private void haltAt(Point point, int pass) {
        wanted += REQUESTS;
        try (Child child = Child.halting(folder, point, pass)) {
            if (child.standsBeforeItEnds()) {
                requests.send(child, 0, wanted).join();
            }
            assertEquals(HaltingCaravan.HALTED, child.exitCode(), () -> point + "\n" + String.join("\n", child.log()));
        }
        assertEquals(Set.of(), requests.lostFrom(folder), point::toString);
        inFlight.addAll(InFlight.in(folder));
        assertEquals(List.of(), Verify.complaints(folder), point::toString);
    }
}
