package io.caravan.store.aggregation;

import static io.caravan.store.OpenStore.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.OpenStore;
import io.caravan.store.retention.Expired;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an aggregator has gathered changes only from what it was computed from, and completed groups go to one node. */
class GroupsTest {
    private static final String GROUPS = "SELECT key, size, content FROM aggregation ORDER BY key";

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Verdict gather(Changes changes) {
        return answer(store.journal().gather(changes.change()));
    }

    private Change gathered(Changes changes) {
        Change change = changes.change();
        assertInstanceOf(Verdict.Stored.class, answer(store.journal().gather(change)));
        return change;
    }

    private List<Taken> take(int most) {
        return answer(store.journal()
                .run(statements -> StoredGroups.take(
                        statements,
                        List.of("a"),
                        Set.of(),
                        new Taken.Limit(store.clock().instant(), most),
                        store.journal().epoch())));
    }

    private boolean deliver(Taken taken, Optional<Delivery.Setback> setback) {
        return answer(store.journal().deliver(new Delivery(taken.group().id(), taken.epoch(), setback)));
    }

    private Delivery.Setback setback(Duration delay, String error) {
        Instant due = store.clock().instant().plus(delay);
        return new Delivery.Setback(due, Optional.of(error).filter(text -> !text.isEmpty()));
    }

    @Test
    void a_group_grows_and_goes_with_the_change_that_completes_it() {
        Change first = gathered(Changes.of("m1").leaving("[1]", 1));
        Change second = gathered(Changes.of("m2").from(first).leaving("[1,2]", 2));
        assertEquals(List.of("k|2|[1,2]"), store.tables().rows(GROUPS));
        gathered(Changes.of("m3").from(second).completing("[1,2,3]", 3));
        assertEquals(List.of(), store.tables().rows(GROUPS));
        assertEquals(List.of("k|3|size|[1,2,3]|0|null"), completed());
    }

    private List<String> completed() {
        return store.tables()
                .rows("SELECT key, size, completed_by, content, attempt, epoch FROM completed_group ORDER BY content");
    }

    @Test
    void a_change_that_was_computed_from_an_older_state_changes_nothing() {
        Change first = gathered(Changes.of("m1").leaving("[1]", 1));
        gathered(Changes.of("m2").from(first).leaving("[1,2]", 2));
        assertEquals(new Verdict.Moved(), gather(Changes.of("m3").from(first).leaving("[1,3]", 2)));
        assertEquals(new Verdict.Moved(), gather(Changes.of("m3").leaving("[3]", 1)));
        assertEquals(new Verdict.Moved(), gather(Changes.of("m3").from(first).completing("[1,3]", 2)));
        assertEquals(List.of("k|2|[1,2]"), store.tables().rows(GROUPS));
        assertEquals(2, store.tables().count("gathered"));
        assertEquals(List.of(), completed());
    }

    @Test
    void a_group_that_has_its_key_again_is_not_taken_for_the_one_before() {
        Change first = gathered(Changes.of("m1").leaving("[1]", 1));
        gathered(Changes.of("m2").from(first).completing("[1,2]", 2));
        gathered(Changes.of("m3").leaving("[3]", 1));
        assertEquals(new Verdict.Moved(), gather(Changes.of("m4").from(first).leaving("[1,4]", 2)));
    }

    @Test
    void a_message_that_comes_again_changes_nothing_and_is_named() {
        Change first = gathered(Changes.of("m1").leaving("[1]", 1));
        assertEquals(
                new Verdict.Repeated(Set.of("m1")),
                gather(Changes.of("m1", "m2").from(first).leaving("[1,1,2]", 3)));
        assertEquals(
                new Verdict.Repeated(Set.of("m1")),
                gather(Changes.of("m1").under("other").leaving("[1]", 1)));
        assertEquals(List.of("k|1|[1]"), store.tables().rows(GROUPS));
    }

    @Test
    void changes_of_one_batch_see_each_other() {
        var verdicts = new ArrayList<CompletableFuture<Verdict>>();
        store.together(() -> {
            verdicts.add(
                    store.journal().gather(Changes.of("m1").leaving("[1]", 1).change()));
            verdicts.add(
                    store.journal().gather(Changes.of("m2").leaving("[2]", 1).change()));
            verdicts.add(store.journal()
                    .gather(Changes.of("m1").under("other").leaving("[1]", 1).change()));
            verdicts.add(store.journal()
                    .gather(Changes.of("m3").under("third").leaving("[3]", 1).change()));
        });
        assertInstanceOf(Verdict.Stored.class, answer(verdicts.get(0)));
        assertEquals(new Verdict.Moved(), answer(verdicts.get(1)));
        assertEquals(new Verdict.Repeated(Set.of("m1")), answer(verdicts.get(2)));
        assertInstanceOf(Verdict.Stored.class, answer(verdicts.get(3)));
        assertEquals(List.of("k|1|[1]", "third|1|[3]"), store.tables().rows(GROUPS));
    }

    @Test
    void a_group_that_its_first_message_completes_is_on_disk_and_can_be_completed_many_times_in_one_change() {
        gathered(Changes.of("m1", "m2").completing("[1]", 1).completing("[2]", 1));
        assertEquals(List.of("k|1|size|[1]|0|null", "k|1|size|[2]|0|null"), completed());
    }

    @Test
    void what_is_completed_as_taken_is_held_at_once_and_found_again_if_the_answer_was_lost() {
        Change change = Changes.of("m1").completing("[1]", 1).taken().change();
        long epoch = ((Verdict.Stored) answer(store.journal().gather(change))).epoch();
        assertEquals(store.journal().epoch(), epoch);
        assertEquals(List.of("k|1|size|[1]|1|" + epoch), completed());
        assertEquals(List.of(new Taken(change.completed().groups().get(0), epoch, 1)), take(10));
    }

    @Test
    void a_completed_group_is_taken_once_and_goes_when_it_was_delivered() {
        gathered(Changes.of("m1", "m2").completing("[1]", 1).completing("[2]", 1));
        Taken taken = take(1).get(0);
        assertEquals(1, taken.attempt());
        assertTrue(deliver(taken, Optional.empty()));
        assertFalse(deliver(taken, Optional.empty()));
        assertEquals(1, store.tables().count("completed_group"));
    }

    @Test
    void a_setback_puts_it_back_until_it_is_due_and_counts_only_if_it_had_begun() {
        gathered(Changes.of("m1").completing("[1]", 1));
        Taken first = take(1).get(0);
        assertTrue(deliver(first, Optional.of(setback(Duration.ofMinutes(1), "IOException: broken"))));
        assertEquals(List.of(), take(1));
        store.clock().move(Duration.ofMinutes(1));
        Taken second = take(1).get(0);
        assertEquals(2, second.attempt());
        assertTrue(deliver(second, Optional.of(setback(Duration.ZERO, ""))));
        assertEquals(2, take(1).get(0).attempt());
        assertEquals(List.of("IOException: broken"), store.tables().rows("SELECT error FROM completed_group"));
    }

    @Test
    void what_a_process_held_when_it_died_is_taken_by_the_next_and_the_late_end_changes_nothing() {
        gathered(Changes.of("m1").completing("[1]", 1));
        Taken lost = take(1).get(0);
        store = store.restart();
        Taken again = take(1).get(0);
        assertEquals(2, again.attempt());
        assertFalse(deliver(lost, Optional.empty()));
        assertFalse(deliver(lost, Optional.of(setback(Duration.ZERO, "late"))));
        assertTrue(deliver(again, Optional.empty()));
    }

    @Test
    void a_message_is_known_until_its_time_is_over() throws Exception {
        Change first = gathered(Changes.of("m1").leaving("[1]", 1));
        store.clock().move(Duration.ofDays(7).minusMillis(1));
        Expired.messages(store.journal(), store.clock()).go();
        assertEquals(
                new Verdict.Repeated(Set.of("m1")),
                gather(Changes.of("m1").from(first).leaving("[1]", 2)));
        store.clock().move(Duration.ofMillis(1));
        Expired.messages(store.journal(), store.clock()).go();
        gathered(Changes.of("m1").from(first).leaving("[1,1]", 2));
    }

    @Test
    void groups_are_found_when_their_time_has_come() throws Exception {
        gathered(Changes.of("m1").leaving("[1]", 1).dueIn(Duration.ofMinutes(2)));
        gathered(Changes.of("m2").under("sooner").leaving("[2]", 1).dueIn(Duration.ofMinutes(1)));
        gathered(Changes.of("m3").under("never").leaving("[3]", 1));
        var stored = new StoredGroups(store.database().reading());
        store.clock().move(Duration.ofMinutes(1));
        GroupKey sooner = new GroupKey("a", "sooner");
        var due = stored.due(List.of("a"), store.clock().instant(), 10);
        assertEquals(List.of(sooner), due.groups());
        assertEquals(Optional.of(store.clock().instant().plus(Duration.ofMinutes(1))), due.next());
        store.clock().move(Duration.ofMinutes(1));
        assertEquals(
                List.of(sooner, Changes.KEY),
                stored.due(List.of("a"), store.clock().instant(), 10).groups());
        due = stored.due(List.of("a", "other"), store.clock().instant(), 10);
        assertEquals(Optional.empty(), due.next());
        due = stored.due(List.of("other"), store.clock().instant().minusMillis(1), 10);
        assertEquals(List.of(), due.groups());
        assertEquals(Optional.empty(), due.next());
    }
}
