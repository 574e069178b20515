package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as JSON; a number or boolean stays the text that it was written as, which is how Camel reads it. */
final class YamlJson {
    /** No route stands deeper. */
    private static final int DEEPEST = 100;

    private YamlJson() {}

    static JsonNode of(Node node) {
        return of(node, 0);
    }

    private static JsonNode of(Node node, int depth) {
        if (depth > DEEPEST) {
            return NullNode.instance;
        }
        if (node instanceof MappingNode) {
            var object = JsonNodeFactory.instance.objectNode();
            YamlNodes.entries(node).forEach((key, entry) -> object.set(key, of(entry.getValueNode(), depth + 1)));
            return object;
        }
        if (node instanceof SequenceNode) {
            var array = JsonNodeFactory.instance.arrayNode();
            YamlNodes.items(node).forEach(item -> array.add(of(item, depth + 1)));
            return array;
        }
        return node.getTag().equals(Tag.NULL) ? NullNode.instance : TextNode.valueOf(((ScalarNode) node).getValue());
    }
}
