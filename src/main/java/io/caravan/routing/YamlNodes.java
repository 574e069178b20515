package io.caravan.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds one's way among YAML nodes, which know their lines. */
final class YamlNodes {
    private YamlNodes() {}

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** The entries of a mapping; nothing for any other node. */
    static Map<String, NodeTuple> entries(Node node) {
        var entries = new LinkedHashMap<String, NodeTuple>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), tuple);
                }
            }
        }
        return entries;
    }

    static Optional<Node> child(Node node, String key) {
        return Optional.ofNullable(entries(node).get(key)).map(NodeTuple::getValueNode);
    }

    static Optional<String> text(Node node, String key) {
        return child(node, key).filter(ScalarNode.class::isInstance).map(scalar -> ((ScalarNode) scalar).getValue());
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** A value as it would stand in a URI; a list or mapping in brackets. */
    static String written(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return items(node).stream()
                .map(YamlNodes::written)
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }
}
