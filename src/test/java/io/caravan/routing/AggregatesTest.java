package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/** An aggregate on #caravan that could not be kept is refused, with its line. */
class AggregatesTest {
    private static List<Refusal> check(boolean trigger, String steps) {
        var refusals = new ArrayList<Refusal>();
        var root =
                new Compose(LoadSettings.builder().build()).composeString(steps).orElseThrow();
        new Aggregates("r.yaml", trigger, refusals).check(root);
        return refusals;
    }

    private static String aggregate(String repository, String... options) {
        return "- aggregate:\n    aggregationRepository: \"" + repository + "\"\n    " + String.join("\n    ", options)
                + "\n    steps: [ { log: x } ]\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "completionFromBatchConsumer",
                "completionOnNewCorrelationGroup",
                "closeCorrelationKeyOnCompletion",
                "forceCompletionOnStop",
                "completeAllOnStop",
                "discardOnAggregationFailure",
                "completionTimeoutCheckerInterval",
                "timeoutCheckerExecutorService",
                "executorService",
                "optimisticLockRetryPolicy",
                "aggregateController"
            })
    void an_option_that_cannot_hold_is_refused_with_its_line(String option) {
        List<Refusal> refusals = check(false, aggregate("#caravan", "completionSize: 2", option + ": true"));
        assertEquals(
                List.of(new Place("r.yaml", 4)),
                refusals.stream().map(Refusal::place).toList());
        assertTrue(refusals.get(0).toString().contains("cannot have " + option + ": "), refusals::toString);
        assertEquals(List.of(), check(false, aggregate("#caravan", option + ": false")));
        assertEquals(List.of(), check(false, aggregate("#other", option + ": true")));
    }

    @Test
    void interval_and_timeout_exclude_each_other() {
        assertEquals(
                1,
                check(false, aggregate("#caravan", "completionInterval: 1000", "completionTimeout: 1000"))
                        .size());
    }

    @Test
    void a_trigger_must_not_gather() {
        List<Refusal> refusals = check(true, aggregate("#caravan", "completionSize: 2"));
        assertTrue(refusals.get(0).toString().contains("A trigger must not gather"), refusals::toString);
        assertEquals(List.of(), check(true, aggregate("#other", "completionSize: 2")));
    }

    @Test
    void two_of_one_route_need_ids_of_their_own() {
        String one = aggregate("#caravan", "completionSize: 2");
        assertTrue(check(false, one + one).get(0).toString().contains("without an id; give each an id"));
        String named = aggregate("#caravan", "id: a", "completionSize: 2");
        assertTrue(check(false, named + named).get(0).toString().contains("with the id 'a'"));
        assertEquals(List.of(), check(false, one + named));
    }

    @Test
    void it_is_found_inside_other_steps() {
        String inside = "- choice:\n    when:\n      - simple: \"${body}\"\n        steps:\n          - aggregate:\n"
                + "              aggregationRepository: \"#caravan\"\n              completeAllOnStop: true\n";
        assertEquals(7, check(false, inside).get(0).place().line());
    }
}
