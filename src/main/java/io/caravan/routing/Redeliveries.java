package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Camel's own redeliveries, which stand in memory and would be lost in a crash: refused where a flow: route has them. */
final class Redeliveries {
    private static final String SENTENCE =
            "Camel's own redeliveries are lost in a crash, so a flow: route must not have them; declare a RedeliveryPolicy"
                    + " under beans: and name it on the action, e.g. redeliveryPolicy: \"#patient\".";

    private Redeliveries() {}

    static List<Refusal> in(String file, Node node) {
        var refusals = new ArrayList<Refusal>();
        YamlNodes.items(node).forEach(item -> refusals.addAll(in(file, item)));
        YamlNodes.entries(node).forEach((key, entry) -> {
            if (redelivers(key, entry)) {
                refusals.add(new Refusal(new Place(file, YamlNodes.line(entry.getKeyNode())), SENTENCE));
            } else {
                refusals.addAll(in(file, entry.getValueNode()));
            }
        });
        return refusals;
    }

    private static boolean redelivers(String key, NodeTuple entry) {
        return switch (key) {
            case "redeliveryPolicyRef", "retryWhile", "retryWhileRef" -> true;
            case "maximumRedeliveries" ->
                !(entry.getValueNode() instanceof ScalarNode number
                        && number.getValue().equals("0"));
            default -> false;
        };
    }
}
