package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
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
            "kamelet",
            "deadLetterUri",
            "afterUri");
    private static final Set<String> PURE = Set.of("event", "flow", "log", "direct");

    private TriggerSteps() {}

    /** The sends of its own steps. */
    static List<Refusal> own(String file, Node steps) {
        return sends(
                file,
                steps,
                "A trigger must not send to %s: its steps run before the event is stored. Move it into an action, or use"
                        + " event:, flow:, log or direct.");
    }

    /** The sends of what handles its errors, or comes between its steps. */
    static List<Refusal> around(String file, Node handler) {
        return sends(
                file,
                handler,
                "This holds for a trigger, which must not send to %s: it runs before the event is stored. Use event:, flow:, log or"
                        + " direct.");
    }

    private static List<Refusal> sends(String file, Node node, String sentence) {
        var refusals = new ArrayList<Refusal>();
        YamlNodes.items(node).forEach(item -> refusals.addAll(sends(file, item, sentence)));
        YamlNodes.entries(node).forEach((key, entry) -> {
            Node value = entry.getValueNode();
            if (SENDING.contains(key) && !isPure(value)) {
                refusals.add(new Refusal(
                        new Place(file, YamlNodes.line(entry.getKeyNode())), sentence.formatted(target(key, value))));
            } else {
                refusals.addAll(sends(file, value, sentence));
            }
        });
        return refusals;
    }

    private static boolean isPure(Node target) {
        return PURE.contains(uri(target).split(":", 2)[0]);
    }

    private static String uri(Node target) {
        return target instanceof ScalarNode scalar
                ? scalar.getValue()
                : YamlNodes.text(target, "uri").orElse("");
    }

    private static String target(String step, Node value) {
        String uri = uri(value);
        return uri.isEmpty() ? "'" + step + "'" : uri;
    }
}
