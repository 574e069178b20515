package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds keys that stand twice in one mapping, such as a step without its dash: Camel would take the last and say nothing. */
final class RepeatedKeys {
    private final String file;
    private final List<Refusal> refusals = new ArrayList<>();
    /** An alias leads to what has been looked at. */
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private RepeatedKeys(String file) {
        this.file = file;
    }

    static List<Refusal> in(String file, Node root) {
        var search = new RepeatedKeys(file);
        search.look(root);
        return search.refusals;
    }

    private void look(Node node) {
        if (!seen.add(node)) {
            return;
        }
        YamlNodes.items(node).forEach(this::look);
        if (node instanceof MappingNode mapping) {
            var lines = new HashMap<String, Integer>();
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    compare(lines, key);
                }
                look(entry.getValueNode());
            }
        }
    }

    private void compare(Map<String, Integer> lines, ScalarNode key) {
        int line = YamlNodes.line(key);
        Integer first = lines.putIfAbsent(key.getValue(), line);
        if (first != null) {
            refusals.add(new Refusal(
                    new Place(file, line),
                    "'" + key.getValue() + "' stands twice in one entry, first in line " + first
                            + ", and only one would count; leave one out, or begin an entry of its own with '-'."));
        }
    }
}
