package io.caravan.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Finds one's way among YAML nodes, which know their lines. */
public final class YamlNodes {
    private YamlNodes() {}

    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** The entries of a mapping; nothing for any other node. */
    public static Map<String, NodeTuple> entries(Node node) {
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

    public static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** A value as it would stand in a URI; a list or mapping in brackets. */
    static String written(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return items(node).stream().map(YamlNodes::written).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Every text in a node but the keys. */
    static Stream<String> texts(Node node) {
        if (node instanceof ScalarNode scalar) {
            return Stream.of(scalar.getValue());
        }
        return children(node).flatMap(YamlNodes::texts);
    }

    /** Every mapping in a node, itself included. */
    static Stream<Node> mappings(Node node) {
        Stream<Node> self = node instanceof MappingNode ? Stream.of(node) : Stream.empty();
        return Stream.concat(self, children(node).flatMap(YamlNodes::mappings));
    }

    /** The nodes that an alias inside of them leads back to: such a node has no end. */
    static Stream<Node> endless(Node node) {
        return node.isRecursive() ? Stream.of(node) : children(node).flatMap(YamlNodes::endless);
    }

    private static Stream<Node> children(Node node) {
        return node instanceof SequenceNode
                ? items(node).stream()
                : entries(node).values().stream().map(NodeTuple::getValueNode);
    }

    /** The lines of the file that an entry of its list stands on. */
    static String lines(Node item, String file) {
        List<String> all = file.lines().toList();
        int from = item.getStartMark().orElseThrow().getLine();
        Mark end = item.getEndMark().orElseThrow();
        int to = Math.min(all.size(), end.getColumn() > 0 ? end.getLine() + 1 : end.getLine());
        return String.join("\n", all.subList(from, Math.max(from + 1, to))).stripTrailing();
    }

    /** What a node says, without its place and its comments: equal for nodes that mean the same. */
    static String meaning(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().getValue() + '\'' + scalar.getValue().replace("'", "''") + '\'';
        }
        if (node instanceof SequenceNode) {
            return items(node).stream().map(YamlNodes::meaning).collect(Collectors.joining(",", "[", "]"));
        }
        return entries(node).entrySet().stream()
                .map(entry -> entry.getKey() + ':' + meaning(entry.getValue().getValueNode()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A mapping of one entry. */
    static Node entry(String key, Node value) {
        var name = new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN);
        return new MappingNode(Tag.MAP, List.of(new NodeTuple(name, value)), FlowStyle.BLOCK);
    }
}
