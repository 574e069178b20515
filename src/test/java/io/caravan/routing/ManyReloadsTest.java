package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand edits leave nothing behind: no routes, no threads, no memory. */
@Tag("chaos")
class ManyReloadsTest {
    private static final int EDITS = 1_000;
    private static final int ROUND = 100;

    @TempDir
    Path folder;

    @Test
    void memory_and_threads_stay_flat() throws Exception {
        var used = new ArrayList<Long>();
        var threads = new ArrayList<Integer>();
        try (var edited = new Edited(folder, Edited.edition(0))) {
            for (int edition = 1; edition <= EDITS; edition++) {
                edited.save(Edited.edition(edition));
                edited.ask("/hello", ("hello " + edition)::equals);
                if (edition % ROUND == 0) {
                    JsonNode flow = edited.caravan().flow("x", "{}", "completed");
                    assertEquals("in " + edition, flow.path("input").asText());
                    used.add(used());
                    threads.add(ManagementFactory.getThreadMXBean().getThreadCount());
                }
            }
        }
        System.out.println("reload: kB used after each " + ROUND + " edits " + used + ", threads " + threads);
        List<Long> settled = used.subList(2, used.size());
        assertTrue(settled.get(settled.size() - 1) < settled.get(0) + settled.get(0) / 10, used.toString());
        assertTrue(threads.get(threads.size() - 1) <= threads.get(1) + 5, threads.toString());
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / 1_024;
    }
}
