package io.caravan.store.limit;

import static io.caravan.store.OpenStore.answer;
import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Action;
import io.caravan.flow.Budget;
import io.caravan.flow.Budgets;
import io.caravan.flow.Budgets.Terms;
import io.caravan.flow.Command;
import io.caravan.flow.Conditions;
import io.caravan.flow.Definition;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Policy;
import io.caravan.flow.Redelivery;
import io.caravan.store.Coming;
import io.caravan.store.Ids;
import io.caravan.store.MovedClock;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets: what is taken within them, and whom those do not keep waiting who have budgets of their own or none. */
class BudgetsTest {
    private static final Budgets BUDGETS = new Budgets(
            Map.of(
                    "slack", new Terms(List.of(), List.of(new Budget(1, Duration.ofSeconds(1)))),
                    "hubspot", new Terms(List.of(new Budget(40, Duration.ofSeconds(10))), List.of())),
            0.8);

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.within(folder, 100, new MovedClock(), BUDGETS);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    /** Begins a flow that posts to a channel once its conditions are evaluated. */
    private void post(String channel) {
        var redelivery = new Redelivery(2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0);
        var action = new Action(
                "post",
                List.of(),
                new Policy(redelivery, Duration.ofMinutes(5), "slack"),
                new Conditions("", "", "", "", "${body}"));
        store.accept(Coming.event(Ids.next()).starts(new Definition("f", List.of(action))));
        Taken conditions = store.taken("post");
        assertEquals(OutboxRow.Kind.EVALUATE, conditions.row().kind());
        var evaluation = new Evaluation.Wanted(Optional.empty(), "", Optional.empty(), channel);
        answer(store.journal().settle(Settlements.of(conditions, new Command.Evaluate("post", evaluation), List.of())));
    }

    private String part(Taken taken) {
        return taken.row().target().part();
    }

    private void pass(Duration time) {
        store.clock().move(time);
        store.settled();
    }

    @Test
    void each_channel_has_a_budget_of_its_own() {
        post("C1");
        assertEquals("C1", part(store.taken("post")));
        post("C1");
        post("C1");
        store.nothingTaken();
        post("C2");
        assertEquals("C2", part(store.taken("post")));
        pass(Duration.ofMillis(990));
        store.nothingTaken();
        pass(Duration.ofMillis(11));
        assertEquals("C1", part(store.taken("post")));
        store.nothingTaken();
        pass(Duration.ofMillis(1_001));
        assertEquals("C1", part(store.taken("post")));
    }

    @Test
    void who_has_a_budget_of_his_own_or_none_does_not_wait() {
        post("C1");
        store.taken("post");
        for (int i = 0; i < 20; i++) {
            post("C1");
        }
        store.begin("g", "call at hubspot", "beside");
        store.taken(2).forEach(each -> store.settle(each, done("1")));
        store.nothingTaken();
    }

    @Test
    void what_waits_for_a_budget_burns_no_attempt_and_holds_no_permit() {
        post("C1");
        Taken first = store.taken("post");
        store.settle(first, done("1"));
        post("C1");
        store.settled();
        assertEquals(100, store.permits().free());
        pass(Duration.ofMillis(1_001));
        assertEquals(1, store.taken("post").row().attempt().number());
    }

    @Test
    void a_twentieth_comes_at_once_and_the_rest_evenly() {
        for (int i = 0; i < 10; i++) {
            store.begin("g", "call at hubspot");
        }
        store.taken(2);
        store.nothingTaken();
        pass(Duration.ofMillis(258)); // 10 s / 39 and a little
        store.taken(1);
        store.nothingTaken();
        pass(Duration.ofSeconds(10));
        store.taken(2);
        store.nothingTaken();
    }

    @Test
    void a_flow_with_much_to_do_leaves_room_for_one_with_little() {
        String[] actions =
                IntStream.range(0, 30).mapToObj(i -> "a" + i + " at hubspot").toArray(String[]::new);
        store.begin("much", actions);
        store.taken();
        store.clock().move(Duration.ofMillis(100));
        String little = store.begin("little", "b at hubspot");
        var order = new ArrayList<String>();
        while (!order.contains(little)) {
            pass(Duration.ofMillis(260));
            order.add(store.taken().key().flow());
        }
        assertTrue(order.size() <= 3, "its turn came as number " + order.size());
    }

    @Test
    void what_a_destination_asks_for_holds_for_all_of_it_until_then() {
        var until = store.clock().instant().plusSeconds(30);
        answer(store.journal().rule(statements -> DestinationTable.close(statements, "hubspot", until)));
        answer(store.journal()
                .rule(statements -> DestinationTable.close(statements, "hubspot", until.minusSeconds(20))));
        answer(store.journal().rule(statements -> DestinationTable.close(statements, "other", until)));
        store.begin("g", "call at hubspot");
        store.begin("h", "ask at other/method");
        store.begin("i", "beside at third");
        store.taken("beside");
        store.nothingTaken();
        pass(Duration.ofSeconds(29));
        store.nothingTaken();
        pass(Duration.ofMillis(1_001));
        store.taken(2);
    }

    @Test
    void an_announced_limit_counts_with_its_share() {
        answer(store.journal().run(statements -> DestinationTable.announce(statements, "hubspot", 10_000, 200)));
        for (int i = 0; i < 20; i++) {
            store.begin("g", "call at hubspot");
        }
        store.taken(8); // a twentieth of 80 % of 200
        store.nothingTaken();
    }

    @Test
    void what_has_not_been_used_for_long_is_forgotten() {
        post("C1");
        store.taken("post");
        assertEquals(1, store.tables().count("destination"));
        var later = store.clock().instant().plusSeconds(5);
        answer(store.journal().run(statements -> DestinationTable.forget(statements, later)));
        assertEquals(0, store.tables().count("destination"));
        pass(Duration.ofSeconds(5));
        post("C1");
        store.taken("post");
    }
}
