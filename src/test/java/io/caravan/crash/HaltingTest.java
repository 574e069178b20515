package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.HaltingCaravan;
import io.caravan.store.Observer.Point;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HaltingTest {
    private static final int REQUESTS = 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"MID_BATCH, 2", "BEFORE_COMMIT, 3", "COMMITTED, 3", "ANSWERED, 3", "TAKEN, 4", "ROUTE_ENDED, 15"})
    void a_second_process_finishes_what_one_that_halted_had_begun(Point point, int pass) {
        var requests = new Requests();
        try (Child first = Child.halting(folder, point, pass).standing()) {
            requests.send(first, 0, REQUESTS).join();
            assertEquals(HaltingCaravan.HALTED, first.exitCode(), () -> String.join("\n", first.log()));
        }
        assertEquals(List.of(), Verify.complaints(folder));
        try (Child second = Child.start(folder).standing()) {
            requests.send(second, 0, REQUESTS).join();
            assertEquals(REQUESTS, requests.accepted());
            second.awaitCompleted(REQUESTS);
            assertEquals(List.of(), requests.repeat(second));
            assertEquals(List.of(), Balance.of(second).complaints(REQUESTS));
        }
        assertEquals(List.of(), Verify.complaints(folder));
    }
}
