package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.Barriers;
import io.caravan.store.OpenStore;
import io.caravan.store.aggregation.Change;
import io.caravan.store.aggregation.Changes;
import io.caravan.store.aggregation.Delivery;
import io.caravan.store.aggregation.StoredGroups;
import io.caravan.store.aggregation.Taken;
import io.caravan.store.aggregation.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes gather for one key, each interleaving replayed between two statements. */
@Tag("postgres")
class GroupsOfTwoWritersTest {
    @TempDir
    private Path folder;

    private TwoWriters nodes;
    private OpenStore first;
    private OpenStore second;

    @BeforeEach
    void open() {
        nodes = new TwoWriters(folder, 0, 0);
        first = nodes.first();
        second = nodes.second();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private CompletableFuture<Verdict> gather(OpenStore node, Changes changes) {
        return node.journal().gather(changes.change());
    }

    /** The first node is stopped behind the words, and meanwhile the second tries; its verdict. */
    private Verdict race(String words, Changes here, Changes there) {
        Barriers.Stop stop = nodes.firstStops().after(words);
        CompletableFuture<Verdict> one = gather(first, here);
        stop.awaitReached();
        CompletableFuture<Verdict> other = gather(second, there);
        nodes.awaitBlockedOrDone(other);
        stop.goOn();
        assertInstanceOf(Verdict.Stored.class, answer(one));
        return answer(other);
    }

    @Test
    void of_two_nodes_that_begin_a_group_the_second_computes_again() {
        for (String words : List.of("FROM aggregation g", "INSERT INTO gathered", "INSERT INTO aggregation")) {
            String key = words.replace(' ', '-');
            assertEquals(
                    new Verdict.Moved(),
                    race(
                            words,
                            Changes.of("m1" + key).under(key).leaving("[1]", 1),
                            Changes.of("m2" + key).under(key).leaving("[2]", 1)),
                    words);
        }
        assertEquals(List.of("[1]", "[1]", "[1]"), first.tables().rows("SELECT content FROM aggregation"));
    }

    @Test
    void of_two_nodes_that_complete_a_group_only_one_does() {
        Change begun = Changes.of("m1").leaving("[1]", 1).change();
        answer(first.journal().gather(begun));
        assertEquals(
                new Verdict.Moved(),
                race(
                        "FROM aggregation g",
                        Changes.of().from(begun).completing("[1]", 1).taken(),
                        Changes.of().from(begun).completing("[1]", 1).taken()));
        assertEquals(1, first.tables().count("completed_group"));
    }

    @Test
    void a_message_that_comes_to_both_nodes_is_gathered_by_one() {
        assertEquals(
                new Verdict.Repeated(Set.of("m1")),
                race(
                        "INSERT INTO gathered",
                        Changes.of("m1").leaving("[1]", 1),
                        Changes.of("m1").leaving("[1]", 1)));
    }

    @Test
    void a_message_that_comes_to_both_nodes_under_different_keys_is_gathered_by_one() {
        assertEquals(
                new Verdict.Repeated(Set.of("m1")),
                race(
                        "INSERT INTO gathered",
                        Changes.of("m1").leaving("[1]", 1),
                        Changes.of("m1").under("other").leaving("[1]", 1)));
        assertEquals(1, first.tables().count("aggregation"));
    }

    @Test
    void nodes_that_gather_many_keys_in_different_orders_do_not_stand_in_each_others_way() {
        long before = nodes.deadlocks();
        for (int turn = 0; turn < 20; turn++) {
            int now = turn;
            var all = new java.util.ArrayList<CompletableFuture<Verdict>>();
            for (int key = 0; key < 10; key++) {
                all.add(gather(
                        first,
                        Changes.of("a" + now + "-" + key).under("k" + key).completing("[]", 1)));
                all.add(gather(
                        second,
                        Changes.of("b" + now + "-" + key).under("k" + (9 - key)).completing("[]", 1)));
            }
            all.forEach(OpenStore::answer);
        }
        assertEquals(before, nodes.deadlocks());
        assertEquals(400, first.tables().count("completed_group"));
    }

    private static List<Taken> take(OpenStore node) {
        return answer(node.journal()
                .run(statements -> StoredGroups.take(
                        statements,
                        List.of("a"),
                        Set.of(),
                        new Taken.Limit(node.clock().instant(), 10),
                        node.journal().epoch())));
    }

    @Test
    void a_node_takes_nothing_that_a_living_one_holds_and_everything_of_a_dead_one() {
        answer(gather(first, Changes.of("m1").completing("[1]", 1).taken()));
        answer(gather(first, Changes.of("m2").completing("[2]", 1)));
        assertEquals(1, take(second).size());
        Taken held = take(first).get(0);
        first.tables().change("DELETE FROM node WHERE epoch = " + held.epoch());
        List<Taken> taken = take(second).stream()
                .filter(each -> each.group().id().equals(held.group().id()))
                .toList();
        assertEquals(List.of(2), taken.stream().map(Taken::attempt).toList());
        Delivery late = new Delivery(held.group().id(), held.epoch(), Optional.empty());
        assertTrue(!answer(first.journal().deliver(late)));
    }

    @Test
    void a_node_that_was_declared_dead_takes_nothing_under_its_old_epoch() {
        answer(gather(second, Changes.of("m1").completing("[1]", 1)));
        long old = first.journal().epoch();
        first.tables().change("DELETE FROM node WHERE epoch = " + old);
        assertEquals(
                List.of(),
                answer(first.journal()
                        .run(statements -> StoredGroups.take(
                                statements,
                                List.of("a"),
                                Set.of(),
                                new Taken.Limit(first.clock().instant(), 10),
                                old))));
        Verdict verdict =
                answer(gather(first, Changes.of("m2").completing("[2]", 1).taken()));
        assertTrue(((Verdict.Stored) verdict).epoch() > old);
    }
}
