package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What an {@code aggregate} with {@code aggregationRepository: "#caravan"} must not say, because it could not be kept. */
final class Aggregates {
    private static final Set<String> OURS = Set.of("#caravan", "caravan", "#bean:caravan");

    /** Options that cannot hold, and why. */
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    static {
        REFUSED.put(
                "completionFromBatchConsumer",
                "a batch is known to one consumer only, while all nodes gather; use completionSize or completionTimeout");
        REFUSED.put(
                "completionOnNewCorrelationGroup",
                "other nodes begin groups, too; use completionTimeout or completionInterval");
        REFUSED.put("closeCorrelationKeyOnCompletion", "closed keys stand in the memory of one node");
        REFUSED.put("forceCompletionOnStop", "groups survive a stop, and other nodes go on with them; leave it out");
        REFUSED.put("completeAllOnStop", "groups survive a stop, and other nodes go on with them; leave it out");
        REFUSED.put(
                "discardOnAggregationFailure",
                "it would lose what was acknowledged; without it only the message fails that cannot be gathered");
        REFUSED.put(
                "completionTimeoutCheckerInterval",
                "timeouts are kept in the database and looked for all the time; leave it out");
        REFUSED.put(
                "timeoutCheckerExecutorService",
                "timeouts are kept in the database and looked for all the time; leave it out");
        REFUSED.put("executorService", "completed groups are delivered on threads of Caravan's own; leave it out");
        REFUSED.put(
                "optimisticLockRetryPolicy",
                "a group that another node has changed is read again until it fits; leave it out");
        REFUSED.put("aggregateController", "it would know of one node only; leave it out");
    }

    private final String file;
    private final boolean trigger;
    private final List<Refusal> refusals;
    private final Set<String> steps = new HashSet<>();

    /** @param trigger whether the steps are those of a trigger */
    Aggregates(String file, boolean trigger, List<Refusal> refusals) {
        this.file = file;
        this.trigger = trigger;
        this.refusals = refusals;
    }

    /** Reads the steps of one route. */
    void check(Node node) {
        YamlNodes.mappings(node).forEach(mapping -> {
            NodeTuple aggregate = YamlNodes.entries(mapping).get("aggregate");
            if (aggregate != null
                    && YamlNodes.text(aggregate.getValueNode(), "aggregationRepository")
                            .filter(OURS::contains)
                            .isPresent()) {
                check(aggregate.getKeyNode(), YamlNodes.entries(aggregate.getValueNode()));
            }
        });
    }

    private void check(Node key, Map<String, NodeTuple> options) {
        if (trigger) {
            refuse(
                    key,
                    "A trigger must not gather messages: its steps run before the event is stored. Move the aggregate into an"
                            + " action, or into a route of its own.");
        }
        REFUSED.forEach((option, reason) -> {
            if (options.containsKey(option) && !isFalse(options.get(option))) {
                refuse(
                        options.get(option).getKeyNode(),
                        "An aggregate on #caravan cannot have " + option + ": " + reason + ".");
            }
        });
        if (options.containsKey("completionInterval")
                && (options.containsKey("completionTimeout") || options.containsKey("completionTimeoutExpression"))) {
            refuse(
                    options.get("completionInterval").getKeyNode(),
                    "An aggregate has either a completionInterval or a completionTimeout; say one of them.");
        }
        String step =
                options.containsKey("id") ? YamlNodes.written(options.get("id").getValueNode()) : "";
        if (!steps.add(step)) {
            refuse(
                    key,
                    "This route has two aggregates on #caravan"
                            + (step.isEmpty()
                                    ? " without an id; give each an id"
                                    : " with the id '" + step + "'; give each its own")
                            + ", for their groups are known by it.");
        }
    }

    private static boolean isFalse(NodeTuple option) {
        return option.getValueNode() instanceof ScalarNode scalar
                && scalar.getValue().equals("false");
    }

    private void refuse(Node at, String sentence) {
        refusals.add(new Refusal(new Place(file, YamlNodes.line(at)), sentence));
    }
}
