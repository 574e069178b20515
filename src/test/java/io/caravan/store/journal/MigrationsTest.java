package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Command;
import io.caravan.flow.Definition;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Refused;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.view.Outdated;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that is moved to another version has the rows of that version. */
class MigrationsTest {
    private static final Definition NEXT = Coming.graph("f", "a", "n needs a");

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

    private static Command to(Definition next) {
        return new Command.Migrate(next, "ann", "new rules");
    }

    @Test
    void it_goes_on_in_the_other_version_also_when_it_is_read_anew() {
        String flow = store.begin("f", "a", "b needs a");
        store.order(flow, to(NEXT));
        assertEquals(1, store.tables().count("flow WHERE version = '" + NEXT.version() + "'"));
        assertEquals(NEXT, store.state(flow).plan().orElseThrow().definition());
        store.settle(store.taken("a"), OpenStore.done("1"));
        store.settle(store.taken("n"), OpenStore.done("2"));
        assertEquals(FlowStatus.COMPLETED, store.state(flow).status());
    }

    @Test
    void an_event_cancels_it_as_the_other_version_says() {
        Definition first = Coming.awaiting("f", Optional.empty(), Set.of("stop"));
        Definition second = Coming.awaiting("f", Optional.empty(), Set.of("halt", "end"));
        String flow =
                store.accept(Coming.event("1").starts(first)).flows().get(0).id();
        store.order(flow, to(second));
        assertEquals(0, store.tables().count("waiting WHERE action = '' AND type = 'stop'"));
        assertEquals(2, store.tables().count("waiting WHERE action = ''"));
        store.order(flow, to(Coming.awaiting("f", Optional.empty(), Set.of())));
        assertEquals(0, store.tables().count("waiting WHERE action = ''"));
    }

    @Test
    void an_event_that_has_come_cancels_it_before_it_can_move() {
        Definition first = Coming.awaiting("f", Optional.empty(), Set.of("stop"));
        String flow =
                store.accept(Coming.event("1").starts(first)).flows().get(0).id();
        store.taken("a");
        store.accept(Coming.event("2", "stop", "key of f"));
        Command move = to(Coming.awaiting("f", Optional.empty(), Set.of()));
        assertEquals(
                "An event has come that cancels the flow.",
                assertThrows(Refused.class, () -> store.order(flow, move)).getMessage());
        OpenStore.answer(
                store.journal().settle(Settlements.of(store.taken(), new Command.CancelOn("", ""), List.of())));
        assertEquals(FlowStatus.CANCELLED, store.state(flow).status());
    }

    @Test
    void only_flows_that_have_not_ended_are_of_an_old_version_and_those_that_must_stay_say_why() throws Exception {
        String ended = store.begin("f", "a");
        store.settle(store.taken("a"), OpenStore.done("1"));
        store.order(store.begin("f", "a"), new Command.Expire());
        String moves = store.begin("f", "a", "b needs a");
        String stays = store.begin("f", "c");
        store.begin("f", "a", "n needs a");
        var outdated = new Outdated(store.database().reading());
        List<String> ids = outdated.ids(NEXT, 10);
        assertEquals(List.of(moves, stays), ids);
        assertEquals(List.of(moves), outdated.ids(NEXT, 1));
        String gone = "Its action 'c' has begun, and the other version has no such action.";
        List<Optional<String>> obstacles =
                outdated.look(ids, NEXT).stream().map(Outdated.Flow::obstacle).toList();
        assertEquals(List.of(Optional.empty(), Optional.of(gone)), obstacles);
        assertEquals(
                gone,
                assertThrows(Refused.class, () -> store.order(stays, to(NEXT))).getMessage());
        assertEquals(
                "It has ended: completed.",
                assertThrows(Refused.class, () -> store.order(ended, to(NEXT))).getMessage());
    }
}
