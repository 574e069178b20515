package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A trigger's steps run before the commit and must be pure: they may send to event:, flow:, log and direct only. */
final class TriggerSteps {
    private static final Set<String> SENDING = Set.of(
            "to",
            "toD",
            "wireTap",
            "enrich",
            "pollEnrich",
            "poll",
            "recipientList",
            "routingSlip",
            "dynamicRouter",
            "kamelet");
    private static final Set<String> PURE = Set.of("event", "flow", "log", "direct");

    private TriggerSteps() {}

    static void check(String file, Node node, List<Refusal> refusals) {
        YamlNodes.items(node).forEach(item -> check(file, item, refusals));
        for (var entry : YamlNodes.entries(node).entrySet()) {
            Node value = entry.getValue().getValueNode();
            if (SENDING.contains(entry.getKey()) && !isPure(value)) {
                refusals.add(refusal(file, entry.getKey(), entry.getValue()));
            } else {
                check(file, value, refusals);
            }
        }
    }

    private static boolean isPure(Node target) {
        return PURE.contains(uri(target).split(":", 2)[0]);
    }

    private static String uri(Node target) {
        return target instanceof ScalarNode scalar
                ? scalar.getValue()
                : YamlNodes.text(target, "uri").orElse("");
    }

    private static Refusal refusal(String file, String step, NodeTuple entry) {
        String target = uri(entry.getValueNode());
        return new Refusal(
                new Place(file, YamlNodes.line(entry.getKeyNode())),
                "A trigger must not send to " + (target.isEmpty() ? "'" + step + "'" : target)
                        + ": its steps run before the event is stored. Move it into an action, or use event:, flow:, log or direct.");
    }
}
