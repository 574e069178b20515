package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Holds a parsed route file or kamelet against the schema of Camel's YAML, which is also Kaoto's. The schema is read with the
 * first file, never before: that takes half a second in a fresh JVM, a later file a few milliseconds.
 */
public final class YamlSchema {
    /** Read once; what it holds is never changed. */
    private static final class Loaded {
        static final JsonNode RULES = LooseScalars.in(read());
        static final Schema SCHEMA =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(RULES);

        private static JsonNode read() {
            try (InputStream shipped = YamlSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                return new ObjectMapper().readTree(shipped);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("the schema of Camel's YAML cannot be read", unreadable);
            }
        }
    }

    List<Refusal> check(RouteSet set) {
        var refusals = new ArrayList<Refusal>();
        set.scan().roots().forEach((file, root) -> refusals.addAll(refusals(file.toString(), root)));
        set.kamelets().values().forEach(kamelet -> refusals.addAll(refusals(kamelet.file(), kamelet.root())));
        return refusals;
    }

    /** What the schema refuses, each with its line; nothing for a file that is neither a list nor a kamelet. */
    public List<Refusal> refusals(String file, Node root) {
        if (root instanceof SequenceNode) {
            return refusals(file, root, YamlJson.of(root), 0);
        }
        return template(root)
                .map(template -> refusals(file, template, asRouteTemplate(template), 2))
                .orElseGet(List::of);
    }

    private static Optional<Node> template(Node root) {
        return YamlNodes.text(root, "kind")
                .filter("Kamelet"::equals)
                .flatMap(kind -> YamlNodes.child(root, "spec"))
                .flatMap(spec -> YamlNodes.child(spec, "template"));
    }

    /** A kamelet's template is a route template without the name. */
    private static JsonNode asRouteTemplate(Node template) {
        var list = new ObjectMapper().createArrayNode();
        JsonNode body = YamlJson.of(template);
        if (body instanceof ObjectNode object && !object.has("id")) {
            object.put("id", "kamelet");
        }
        list.addObject().set("routeTemplate", body);
        return list;
    }

    private static List<Refusal> refusals(String file, Node root, JsonNode content, int above) {
        var sentences = new SchemaSentences(file, root, above, Loaded.RULES);
        return SchemaErrors.deepest(Loaded.SCHEMA.validate(content), Loaded.RULES).stream()
                .flatMap(sentences::refusals)
                .distinct()
                .sorted(Comparator.comparing(Refusal::place))
                .toList();
    }
}
