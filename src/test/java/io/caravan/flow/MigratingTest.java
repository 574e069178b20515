package io.caravan.flow;

import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A running flow is moved to another version of its definition, by a person's hand. */
class MigratingTest {
    private static Command to(Definition definition) {
        return new Command.Migrate(definition, "ann", "new rules");
    }

    private static Fact migrated(Definition definition) {
        return new Fact.Migrated(definition, "ann", "new rules");
    }

    private static Definition with(Definition graph, Action changed) {
        var actions = new ArrayList<>(graph.actions().values());
        actions.replaceAll(action -> action.name().equals(changed.name()) ? changed : action);
        return new Definition("sample", actions);
    }

    @Test
    void what_has_not_begun_is_as_the_other_version_has_it() {
        Definition next = Graph.of("a", "c needs a,n", "n needs a", "undo-a compensates a");
        var flow = begun(Graph.of("a", "b needs a", "c needs b")).when(to(next), done("a"));
        flow.then(migrated(next), Journal.succeeded("a"), readied("n"));
        assertEquals(next, flow.state().plan().orElseThrow().definition());
        assertEquals(List.of("a", "c", "n"), List.copyOf(flow.state().actions().keySet()));
        flow.and(done("n")).and(cancel());
        assertEquals(ActionState.WAITING, flow.action("undo-a").state());
    }

    @Test
    void what_has_all_that_it_needs_begins_at_once() {
        Definition next = Graph.of("a", "b needs a", "n", "m needs a");
        begun(Graph.of("a", "b needs a", "m needs b"))
                .and(done("a"))
                .when(to(next))
                .then(migrated(next), readied("m"), readied("n"));
    }

    @Test
    void what_needs_something_that_was_skipped_is_skipped() {
        Definition next = Graph.of("a", "b", "n needs a");
        begun(Graph.of("a", "b"))
                .and(rejected("a", 1))
                .and(new Command.Skip("a", "ann", ""))
                .when(to(next))
                .then(migrated(next), skipped("n", "a"));
    }

    @Test
    void a_flow_for_which_nothing_is_left_to_do_completes() {
        Definition next = Graph.of("a", "b needs a?");
        begun(Graph.of("a", "b needs a?", "c needs a"))
                .and(rejected("a", 1), done("b"))
                .when(to(next))
                .then(migrated(next), completed());
    }

    @Test
    void another_policy_holds_from_the_next_failure_on() {
        Definition next = Graph.withRedeliveries(0, "a");
        var flow = begun(Graph.of("a")).and(retry("a", 1), to(next)).and(retry("a", 2));
        assertEquals(ActionState.DEAD, flow.action("a").state());
    }

    @Test
    void a_flow_that_waits_for_its_turn_begins_nothing() {
        Definition next = Graph.of("a", "n");
        given().and(Journal.begin(Graph.of("a")).in(new Lane("k", 2, true)))
                .when(to(next), new Command.Turn())
                .then(migrated(next), new Fact.TurnCame(), readied("a"), readied("n"));
    }

    @Test
    void a_flow_that_must_stay_says_why() {
        Definition graph = Graph.of("a", "b needs a");
        begun(graph).refused(to(Graph.of("a", "b needs a")), "It has this version already.");
        begun(graph).refused(to(Graph.of("b")), "Its action 'a' has begun, and the other version has no such action.");
        begun(graph)
                .refused(
                        to(Graph.of("b", "a compensates b")),
                        "Its action 'a' has begun, and the other version has no such action.");
        begun(graph)
                .and(done("a"))
                .refused(
                        to(Graph.of("a needs n", "b needs a", "n")),
                        "Its action 'a' has begun, and in the other version it needs 'n', which is not there yet.");
        begun(graph).and(done("a"), done("b")).refused(to(Graph.of("a")), "It has ended: completed.");
        given().and(Journal.beginWithFailedTrigger())
                .refused(
                        to(graph), "Its trigger has not succeeded; replayed, it takes the version in force by itself.");
        begun(Graph.of("a", "b", "undo-a compensates a"))
                .and(done("a"), cancel())
                .refused(to(graph), "It is on its way back: it undoes what it has done in the version that it has.");
        begun(Graph.of("a", "b needs a"))
                .and(done("a"), done("b"), new Command.Restart("a", "ann", ""))
                .refused(to(Graph.of("a")), "Its action 'b' has begun, and the other version has no such action.");
    }

    @Test
    void what_an_action_has_begun_with_is_not_changed_below_it() {
        Definition graph = Graph.of("a", "b needs a");
        Action a = graph.actions().get("a");
        var conditions = new Conditions("${body[n]} > 1", "", "", "", "");
        Definition conditional = with(graph, new Action("a", a.needs(), a.policy(), conditions));
        begun(graph).refused(to(conditional), changes("when, delay, at, forEach or budgetKey"));
        begun(graph).and(rejected("a", 1)).refused(to(conditional), changes("when, delay, at, forEach or budgetKey"));
        begun(graph).and(done("a")).when(to(conditional)).then(migrated(conditional));

        var await = new Await("paid", "${body[k]}", Await.USUAL_LOOK_BACK, Optional.empty(), false);
        var awaiting = new Action("a", a.needs(), a.policy(), Conditions.NONE, Optional.of(await), Provisions.NONE);
        begun(graph).refused(to(with(graph, awaiting)), changes("awaits"));

        var elsewhere = new Policy(a.policy().redelivery(), Duration.ofMinutes(1), "slack");
        Definition moved = with(graph, new Action("a", a.needs(), elsewhere));
        begun(graph).refused(to(moved), changes("destination"));
        begun(graph).and(rejected("a", 1)).when(to(moved)).then(migrated(moved));

        var provisions = new Provisions(1, 0, "", "");
        Definition one =
                with(graph, new Action("a", a.needs(), a.policy(), Conditions.NONE, Optional.empty(), provisions));
        begun(graph).refused(to(one), changes("concurrency"));
    }

    private static String changes(String what) {
        return "Its action 'a' has begun, and the other version changes its " + what
                + "; it can move when 'a' has succeeded.";
    }
}
