package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes two definitions the same. */
class DefinitionTest {
    private static final Policy POLICY = new Policy(Graph.TWICE, Duration.ofMinutes(5), "slack");

    private static String version(Policy policy) {
        return new Definition("sample", List.of(new Action("a", List.of(), policy))).version();
    }

    @Test
    void the_order_of_actions_and_needs_does_not_change_the_version() {
        assertEquals(
                Graph.of("a", "b", "c needs a,b?").version(),
                Graph.of("c needs b?,a", "b", "a").version());
        assertEquals(Graph.of("a", "b", "c needs a,b?"), Graph.of("c needs b?,a", "b", "a"));
    }

    @Test
    void the_version_is_the_same_in_every_process() {
        assertEquals("3f52c2adf0a83779", Graph.diamond().version());
    }

    @Test
    void actions_and_needs_change_the_version() {
        String version = Graph.of("a", "b", "c needs a").version();
        assertNotEquals(version, Graph.of("a", "b", "c").version());
        assertNotEquals(version, Graph.of("a", "b", "c needs b").version());
        assertNotEquals(version, Graph.of("a", "b", "c needs a?").version());
        assertNotEquals(version, Graph.of("a", "b", "c needs a,b").version());
        assertNotEquals(version, Graph.of("a", "b", "d needs a").version());
        assertNotEquals(version, Graph.of("a", "b", "c needs a", "d").version());
    }

    @Test
    void policies_change_the_version() {
        String version = version(POLICY);
        Redelivery often = Graph.TWICE.withMaximumRedeliveries(9);
        assertNotEquals(version, version(new Policy(often, POLICY.attemptTimeout(), "slack")));
        assertNotEquals(version, version(new Policy(Graph.TWICE, Duration.ofMinutes(6), "slack")));
        assertNotEquals(version, version(new Policy(Graph.TWICE, POLICY.attemptTimeout(), "hubspot")));
        var jittery = new Redelivery(2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.1);
        assertNotEquals(version, version(new Policy(jittery, POLICY.attemptTimeout(), "slack")));
    }

    @Test
    void the_name_changes_the_version() {
        assertNotEquals(new Definition("one", List.of()), new Definition("two", List.of()));
        assertNotEquals(new Definition("one", List.of()).version(), new Definition("two", List.of()).version());
    }

    @Test
    void dependents_are_those_that_name_the_need() {
        assertEquals(
                List.of("b", "c"),
                Graph.diamond().dependents("a").stream().map(Action::name).toList());
        assertEquals(List.of(), Graph.diamond().dependents("d"));
    }

    @Test
    void needs_are_read_with_blanks_and_question_marks() {
        assertEquals(List.of(new Need("a", false), new Need("b", true)), Need.list(" a , b? ,"));
        assertEquals(List.of(), Need.list("  "));
        assertEquals("b?", new Need("b", true).toString());
    }
}
