package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Outcome;
import io.caravan.flow.Refused;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that goes on after its end has the rows that it would have had. */
class RestartsTest {
    private static final Command CANCEL = new Command.Cancel("ann", "");
    private static final Command RESTART = new Command.Restart("a", "ann", "");

    @TempDir
    private Path folder;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    @Test
    void a_flow_of_which_an_attempt_still_runs_is_not_restarted_before_that_has_ended() {
        String flow = store.begin("f", "a");
        Taken first = store.taken("a");
        store.order(flow, CANCEL);
        assertEquals(
                "An attempt of the flow still runs; restart the flow when that has ended.",
                assertThrows(Refused.class, () -> store.order(flow, RESTART)).getMessage());
        store.settle(first, OpenStore.done("1"));
        assertEquals(FlowStatus.RUNNING, store.order(flow, RESTART).status());
        store.verify();
        assertEquals(0, store.tables().count("flow WHERE ended_at IS NOT NULL"));
        store.settle(store.taken("a"), OpenStore.done("2"));
        assertEquals(FlowStatus.COMPLETED, store.state(flow).status());
    }

    @Test
    void a_dead_letter_of_what_runs_again_is_none_any_more() {
        String flow = store.begin("f", "a", "b needs a?");
        store.settle(store.taken("a"), new Outcome.Rejected(new Failure("Wrong", "bad")));
        store.settle(store.taken("b"), OpenStore.done("1"));
        assertEquals(FlowStatus.COMPLETED, store.state(flow).status());
        assertEquals(1, store.tables().count("dead"));
        store.order(flow, RESTART);
        assertEquals(0, store.tables().count("dead"));
    }

    @Test
    void an_event_may_cancel_it_again() {
        var graph = Coming.awaiting("f", Optional.empty(), Set.of("stop"));
        String flow =
                store.accept(Coming.event("1").starts(graph)).flows().get(0).id();
        store.order(flow, CANCEL);
        store.settled();
        assertEquals(0, store.tables().count("waiting WHERE action = ''"));
        store.settle(store.taken("a"), OpenStore.done("1"));
        store.order(flow, RESTART);
        assertEquals(1, store.tables().count("waiting WHERE action = ''"));
    }
}
