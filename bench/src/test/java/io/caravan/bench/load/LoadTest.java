package io.caravan.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void a_burst_starts_each_flow_once() {
        var started = new ArrayList<Integer>();
        Report report = new Load(flow -> {
                    started.add(flow);
                    return CompletableFuture.completedFuture(flow);
                })
                .burst(3, 2);

        assertEquals(List.of(0, 1, 2), started);
        assertEquals(3, report.starts());
    }

    @Test
    void a_pace_keeps_its_rate_and_counts_on() {
        var started = new ArrayList<Integer>();
        Report report = new Load(flow -> {
                    started.add(flow);
                    return CompletableFuture.completedFuture(flow);
                })
                .pace(5, 3, 100);

        assertEquals(List.of(5, 6, 7), started);
        assertTrue(report.took() >= 20_000, "the third is due after 20 ms");
    }

    @Test
    void a_refused_start_is_an_error() {
        var load = new Load(flow -> CompletableFuture.failedFuture(new IllegalStateException("full")));

        assertThrows(CompletionException.class, () -> load.burst(1, 1));
    }

    @Test
    void a_report_survives_the_way_between_processes() {
        var report = new Report(1, 2, 3, 4, 5);

        assertEquals(report, Report.parse(report.json()));
    }
}
