package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An item of a list whose process dies is lost as any other attempt is: it is uncertain, and repeated. */
class RescueOfItemsTest {
    @Test
    void an_item_that_was_running_when_the_process_died_is_attempted_again(@TempDir Path folder) {
        OpenStore store = OpenStore.in(folder, 4);
        String flow = store.accept(Coming.event("1").starts(Coming.listing("f")))
                .flows()
                .get(0)
                .id();
        var items = Optional.of(List.of(Payload.inline("1"), Payload.inline("2")));
        var evaluated = new Command.Evaluate("a", new Evaluation.Wanted(Optional.empty(), "", items, ""));
        assertTrue(OpenStore.answer(store.journal().settle(Settlements.of(store.taken("a"), evaluated, List.of()))));
        List<Taken> running = store.taken(2);
        store.settle(running.get(0), OpenStore.done("10"));
        try (OpenStore next = store.restart()) {
            next.settled();
            assertEquals(
                    ActionState.RETRYING,
                    next.state(flow)
                            .progress(running.get(1).key().name())
                            .orElseThrow()
                            .state());
            next.clock().move(java.time.Duration.ofMinutes(1));
            next.settle(next.taken("a"), OpenStore.done("20"));
            assertEquals(
                    ActionState.SUCCEEDED,
                    next.state(flow).progress("a").orElseThrow().state());
            next.verify();
        }
    }
}
