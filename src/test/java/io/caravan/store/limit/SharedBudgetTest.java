package io.caravan.store.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Budget;
import io.caravan.flow.Budgets;
import io.caravan.flow.Budgets.Terms;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.MovedClock;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes and one budget; and what one of them pauses rests on all. */
@Tag("postgres")
class SharedBudgetTest {
    private static final int COUNT = 60;
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Budgets BUDGETS =
            new Budgets(Map.of("hubspot", new Terms(List.of(new Budget(COUNT, PERIOD)), List.of())), 0.8);

    private final MovedClock clock = new MovedClock();
    private final List<OpenStore> nodes = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) {
        for (int i = 0; i < 3; i++) {
            nodes.add(OpenStore.within(folder, 50, clock, BUDGETS));
        }
    }

    @AfterEach
    void close() {
        nodes.get(0).verify();
        nodes.forEach(OpenStore::close);
    }

    @Test
    void no_period_holds_more_than_the_count_whoever_takes() {
        for (int i = 0; i < 130; i++) {
            nodes.get(i % 3).begin("f", "call at hubspot");
        }
        var taken = new ArrayList<Instant>();
        var takers = new ArrayList<Integer>();
        Instant begin = clock.instant();
        while (clock.instant().isBefore(begin.plusSeconds(21))) {
            nodes.parallelStream().forEach(OpenStore::settled);
            for (int i = 0; i < 3; i++) {
                for (Taken each : nodes.get(i).takenSoFar()) {
                    taken.add(clock.instant());
                    takers.add(i);
                    nodes.get(i).settle(each, OpenStore.done("1"));
                }
            }
            clock.move(Duration.ofMillis(200));
        }
        for (int i = COUNT; i < taken.size(); i++) {
            Duration period = Duration.between(taken.get(i - COUNT), taken.get(i));
            assertTrue(period.compareTo(PERIOD) >= 0, "more than " + COUNT + " in " + period);
        }
        assertTrue(taken.size() >= 2 * COUNT * 9 / 10, "only " + taken.size() + " in two periods");
        assertEquals(3, takers.stream().distinct().count());
    }

    @Test
    void what_one_node_pauses_rests_on_the_others_soon() {
        var pause = new Pause(Subject.destination("hubspot"), clock.instant(), "ann", "");
        OpenStore.answer(nodes.get(0).journal().rule(statements -> {
            PauseTable.put(statements, pause);
            return true;
        }));
        nodes.forEach(node -> Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> node.journal().pauses().known().of(pause.subject()).isPresent()));
        nodes.get(1).begin("f", "call at hubspot");
        nodes.forEach(OpenStore::nothingTaken);
        OpenStore.answer(nodes.get(2).journal().rule(statements -> PauseTable.end(statements, pause.subject())));
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            nodes.forEach(OpenStore::settled);
            return nodes.stream().anyMatch(node -> !node.takenSoFar().isEmpty());
        });
    }
}
