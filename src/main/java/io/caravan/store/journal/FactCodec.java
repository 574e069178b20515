package io.caravan.store.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Definition;
import io.caravan.flow.Fact;
import io.caravan.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The facts of one commit as JSON: {@code {"format":1,"facts":[{"type":"succeeded","action":"deal",...}]}}. Times are
 * milliseconds since 1970. Golden files keep old journals readable.
 */
public final class FactCodec {
    private static final int FORMAT = 1;

    private FactCodec() {}

    public static String write(List<Fact> facts) {
        var root = Json.mapper().createObjectNode().put("format", FORMAT);
        var list = root.putArray("facts");
        facts.forEach(fact -> FactWriting.write(list.addObject(), fact));
        return Json.write(root);
    }

    /** The facts as trees, for people. */
    public static List<ObjectNode> trees(String body) {
        var trees = new ArrayList<ObjectNode>();
        Json.tree(body).path("facts").forEach(node -> trees.add((ObjectNode) node));
        return trees;
    }

    /** The facts; a definition's graph is looked up by its version. */
    static List<Fact> read(String body, Function<String, Definition> versions) {
        JsonNode root = Json.tree(body);
        if (root.path("format").asInt() != FORMAT) {
            throw new IllegalStateException("this version of Caravan cannot read facts of format "
                    + root.path("format").asText());
        }
        var facts = new ArrayList<Fact>();
        root.path("facts").forEach(node -> facts.add(FactReading.read(node, versions)));
        return facts;
    }
}
