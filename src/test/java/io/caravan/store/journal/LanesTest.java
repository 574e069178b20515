package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.Command;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows of one lane that come and go in one batch. */
class LanesTest {
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 8);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    @Test
    void who_enters_a_lane_in_the_batch_in_which_the_one_before_leaves_has_its_turn() {
        store.accept(Coming.event("1").startsInLane("k", "f", "a"));
        store.settle(store.taken("a"), OpenStore.done("1"));
        Taken leaving = store.taken();
        assertEquals(Kind.LEAVE, leaving.row().kind());
        var entered = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            var lane = leaving.state().standing().lane().orElseThrow();
            store.journal().settle(Settlements.of(leaving, new Command.Leave("f", lane), List.of()));
            entered.add(store.journal()
                    .accept(Coming.event("2").startsInLane("k", "f", "a").incoming()));
        });
        String second = OpenStore.answer(entered.get(0)).flows().get(0).id();
        assertEquals(second, store.taken("a").key().flow());
    }
}
