package io.caravan.store.retention;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.Ids;
import io.caravan.store.Observer;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Accepted;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import io.caravan.store.view.EventList;
import io.caravan.store.view.FlowView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted after thirty days, and what is not. */
class RetentionTest {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Outcome WRONG = new Outcome.Rejected(new Failure("Wrong", "bad data"));

    private OpenStore store;
    private Retention retention;

    /** The clock of the test is far ahead of the one by which ids are made: by their ids all flows are old. */
    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
        store.clock().move(Duration.ofDays(36_500));
        retention = new Retention(store.database().reading(), store.journal(), KEPT, store.clock(), Observer.NONE);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private void pass() throws Exception {
        Passes.of(retention);
    }

    private void daysPass(int days) {
        store.clock().move(Duration.ofDays(days));
    }

    private String completed(String name) {
        String flow = store.begin(name, "a");
        store.settle(store.taken("a"), done("1"));
        return flow;
    }

    private String failed(String name) {
        String flow = store.begin(name, "a");
        store.settle(store.taken("a"), WRONG);
        return flow;
    }

    private List<String> definitions() {
        return store.tables().rows("SELECT definition FROM flow ORDER BY definition");
    }

    private void nothingIsLeft(String... tables) {
        for (String table : tables) {
            assertEquals(0, store.tables().count(table), table);
        }
    }

    @Test
    void a_flow_that_ended_longer_ago_is_gone_with_its_facts_its_claims_and_its_event() throws Exception {
        var claim = new Claim(Ids.next(), "\"large\"");
        store.accept(Coming.event("1").startsWithInput(Payload.claimed(claim.ticket()), List.of(claim), "f", "a"));
        store.settle(store.taken("a"), done("1"));
        assertEquals(1, store.tables().count("claim"));
        daysPass(31);
        pass();
        nothingIsLeft("flow", "fact", "claim", "event", "outbox");
    }

    @Test
    void a_flow_that_ended_within_the_retention_stays_however_long_ago_it_began() throws Exception {
        store.begin("f", "a");
        daysPass(100);
        store.settle(store.taken("a"), done("1"));
        daysPass(29);
        pass();
        assertEquals(List.of("f"), definitions());
        assertEquals(1, store.tables().count("event"));
        daysPass(2);
        pass();
        nothingIsLeft("flow", "fact", "event");
    }

    @Test
    void a_cancelled_flow_goes_while_failed_and_running_ones_stay() throws Exception {
        failed("failed");
        store.accept(
                Coming.event("late").startsWithDeadline(store.clock().instant().plusSeconds(60), "expired", "a"));
        Taken late = store.taken("a");
        store.order(late.key().flow(), new Command.Expire());
        store.settle(late, done("1"));
        String cancelled = store.begin("cancelled", "a");
        Taken running = store.taken("a");
        store.order(cancelled, new Command.Cancel("ann", ""));
        store.settle(running, done("1"));
        store.begin("running", "a");
        daysPass(1_000);
        pass();
        assertEquals(List.of("expired", "failed", "running"), definitions());
        assertEquals(3, store.tables().count("event"));
        assertEquals(1, store.tables().count("dead"));
    }

    @Test
    void a_cancelled_flow_waits_for_the_attempt_that_still_runs() throws Exception {
        String flow = store.begin("f", "a");
        Taken running = store.taken("a");
        store.order(flow, new Command.Cancel("ann", ""));
        daysPass(31);
        pass();
        assertEquals(List.of("f"), definitions());
        assertTrue(store.settle(running, done("1")));
        pass();
        nothingIsLeft("flow", "fact", "event", "outbox");
    }

    @Test
    void a_dead_letter_that_its_flow_could_do_without_goes_with_it() throws Exception {
        store.begin("f", "a", "b needs a?");
        store.settle(store.taken("a"), WRONG);
        store.settle(store.taken("b"), done("1"));
        assertEquals(List.of("completed"), store.tables().rows("SELECT status FROM flow"));
        assertEquals(1, store.tables().count("dead"));
        daysPass(31);
        pass();
        nothingIsLeft("flow", "fact", "event", "dead");
    }

    @Test
    void an_event_stays_until_its_last_flow_has_gone() throws Exception {
        String id = Ids.next();
        store.accept(Coming.event(id).starts("f", "a").starts("g", "b"));
        for (Taken taken : store.taken(2)) {
            store.settle(taken, taken.key().action().equals("a") ? done("1") : WRONG);
        }
        daysPass(31);
        pass();
        assertEquals(List.of("g"), definitions());
        assertEquals(1, store.tables().count("event"));
        store.order(store.tables().rows("SELECT id FROM flow").get(0), new Command.Skip("b", "ann", ""));
        daysPass(31);
        pass();
        nothingIsLeft("flow", "event", "dead");
    }

    @Test
    void events_that_never_had_a_flow_of_their_own_go_when_they_are_old() throws Exception {
        store.accept(Coming.event("holder").startsOnce("k", "f"));
        store.accept(Coming.event("unrouted"));
        store.accept(Coming.event("parked").parks("f", "its key is blank"));
        store.accept(Coming.event("held").startsOnce("k", "f"));
        daysPass(31);
        store.accept(Coming.event("young"));
        pass();
        assertEquals(
                List.of("holder", "young"), store.tables().rows("SELECT external_id FROM event ORDER BY external_id"));
        nothingIsLeft("parked", "held");
    }

    @Test
    void a_once_key_is_held_for_ever_also_by_a_flow_that_is_gone() throws Exception {
        String holder = store.accept(Coming.event("1").startsOnce("k", "f"))
                .flows()
                .get(0)
                .id();
        store.settle(store.taken("a"), done("1"));
        daysPass(31);
        pass();
        nothingIsLeft("flow", "event");
        Accepted repeat = store.accept(Coming.event("2").startsOnce("k", "f"));
        assertEquals(List.of(new Accepted.Flow(holder, "f", true)), repeat.flows());
        var reading = store.database().reading();
        assertEquals(
                List.of(new EventList.Begun(holder, "f", true)),
                new EventList(reading).find(repeat.event()).orElseThrow().flows());
        assertEquals(
                Optional.empty(), new FlowView(reading, new Claims(reading), java.time.Clock.systemUTC()).find(holder));
    }

    @Test
    void a_key_whose_time_is_over_goes_and_one_without_time_or_in_its_time_stays() throws Exception {
        Instant now = store.clock().instant();
        hold("over", Optional.of(now.plus(Duration.ofMinutes(10))));
        hold("lasting", Optional.of(now.plus(Duration.ofHours(2))));
        hold("for ever", Optional.empty());
        var keys = new OldKeys(store.database().reading(), store.journal(), store.clock());
        store.clock().move(Duration.ofMinutes(69));
        Passes.of(keys);
        assertEquals(List.of("for ever", "lasting", "over"), keys());
        store.clock().move(Duration.ofMinutes(2));
        Passes.of(keys);
        assertEquals(List.of("for ever", "lasting"), keys());
        store.clock().move(Duration.ofDays(40_000));
        Passes.of(keys);
        assertEquals(List.of("for ever"), keys());
    }

    @Test
    void keys_are_walked_in_pages() throws Exception {
        Instant until = store.clock().instant().plusSeconds(1);
        for (int i = 0; i < 120; i++) {
            hold("k" + i, i % 3 == 0 ? Optional.empty() : Optional.of(until));
        }
        store.clock().move(Duration.ofHours(2));
        Passes.of(new OldKeys(store.database().reading(), store.journal(), store.clock()));
        assertEquals(40, keys().size());
    }

    private void hold(String key, Optional<Instant> until) {
        store.tables()
                .change("INSERT INTO once (definition, key, flow_id, at, until) VALUES ('f', '" + key + "', '"
                        + Ids.next() + "', 0, "
                        + until.map(Instant::toEpochMilli).map(String::valueOf).orElse("NULL")
                        + ")");
    }

    private List<String> keys() {
        return store.tables().rows("SELECT key FROM once ORDER BY key");
    }

    @Test
    void an_event_that_is_deleted_may_come_again() throws Exception {
        store.accept(Coming.event("1").starts("f", "a"));
        store.settle(store.taken("a"), done("1"));
        assertTrue(store.accept(Coming.event("1").starts("f", "a")).duplicate());
        daysPass(31);
        pass();
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
    }

    /** The flow's action awaits an event of this key, and gets it if there is one. */
    private void await(Taken row, String key) {
        var wanted = new Evaluation.Wanted(Optional.empty(), key, Optional.empty(), "");
        var awaited = new Command.Awaited("paid", key, Duration.ofHours(1));
        var evaluate = new Command.Evaluate("a", wanted, Optional.of(awaited));
        assertTrue(OpenStore.answer(store.journal().settle(Settlements.of(row, evaluate, List.of()))));
    }

    private String awaiting() {
        return store.accept(Coming.event(Ids.next()).starts(Coming.awaiting("f", Optional.empty(), Set.of())))
                .flows()
                .get(0)
                .id();
    }

    @Test
    void an_event_that_a_flow_has_awaited_stays_as_long_as_the_flow() throws Exception {
        store.accept(Coming.event("early", "paid", "k"));
        awaiting();
        await(store.taken("a"), "k");
        store.settle(store.taken("a"), WRONG);
        daysPass(100);
        pass();
        assertEquals(List.of("f"), definitions());
        assertEquals(1, store.tables().count("event WHERE external_id = 'early'"));
        store.order(store.tables().rows("SELECT id FROM flow").get(0), new Command.Skip("a", "ann", ""));
        daysPass(31);
        pass();
        nothingIsLeft("flow", "event", "arrival", "waiting");
    }

    @Test
    void an_event_that_has_come_and_was_not_handed_over_yet_stays() throws Exception {
        awaiting();
        await(store.taken("a"), "k");
        store.accept(Coming.event("late", "paid", "k"));
        Taken woken = store.taken("a");
        daysPass(31);
        pass();
        assertEquals(1, store.tables().count("event WHERE external_id = 'late'"));
        assertTrue(OpenStore.answer(store.journal().settle(Settlements.of(woken, new Command.Wake("a"), List.of()))));
        pass();
        assertEquals(1, store.tables().count("event WHERE external_id = 'late'"));
        assertEquals(1, store.tables().count("arrival"));
    }

    @Test
    void who_was_cancelled_in_a_lane_stays_until_its_turn_has_passed() throws Exception {
        String first = store.accept(Coming.event("1").startsInLane("k", "f", "a"))
                .flows()
                .get(0)
                .id();
        String second = store.accept(Coming.event("2").startsInLane("k", "f", "a"))
                .flows()
                .get(0)
                .id();
        String third = store.accept(Coming.event("3").startsInLane("k", "f", "a"))
                .flows()
                .get(0)
                .id();
        store.settle(store.taken("a"), WRONG);
        store.order(second, new Command.Cancel("ann", ""));
        daysPass(31);
        pass();
        assertEquals(3, store.tables().count("flow"));
        store.order(first, new Command.Cancel("ann", ""));
        leave(store.taken());
        leave(store.taken());
        assertEquals(third, store.taken("a").key().flow());
        daysPass(31);
        pass();
        assertEquals(List.of(third), store.tables().rows("SELECT id FROM flow"));
    }

    private void leave(Taken row) {
        assertEquals(Kind.LEAVE, row.row().kind());
        var lane = store.state(row.key().flow()).standing().lane().orElseThrow();
        assertTrue(
                OpenStore.answer(store.journal().settle(Settlements.of(row, new Command.Leave("f", lane), List.of()))));
    }

    @Test
    void all_pages_are_walked_past_what_stays() throws Exception {
        for (int i = 0; i < 120; i++) {
            for (int each = 0; each < 4; each++) {
                store.accept(Coming.event(i + "-" + each));
            }
            if (i % 3 == 0) {
                failed("failed");
            } else {
                completed("completed");
            }
        }
        daysPass(31);
        completed("young");
        pass();
        assertEquals(40, store.tables().count("flow WHERE definition = 'failed'"));
        assertEquals(41, store.tables().count("flow"));
        assertEquals(41, store.tables().count("event"));
        pass();
        assertEquals(41, store.tables().count("event"));
    }
}
