package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Durations;
import io.caravan.flow.Nearest;
import io.caravan.flow.Place;
import io.caravan.routing.YamlNodes;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of a scenario's file: its entries by name, each with its line. */
final class Entries {
    private final String file;
    private final Node node;
    private final Map<String, NodeTuple> entries;

    /** @param what what the mapping is called in an error */
    Entries(String file, Node node, String what) {
        this.file = file;
        this.node = node;
        this.entries = YamlNodes.entries(node);
        if (!(node instanceof MappingNode)) {
            throw broken(node, what + " must be a mapping, like 'name: value'.");
        }
    }

    /** Refuses what is not among these. */
    Entries only(String what, List<String> known) {
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                throw broken(
                        entry.getKeyNode(),
                        "'" + name + "' is not known in " + what
                                + Nearest.meant(name, known, "; it knows " + String.join(", ", known) + "."));
            }
        });
        return this;
    }

    Map<String, NodeTuple> all() {
        return entries;
    }

    Optional<Node> node(String name) {
        return Optional.ofNullable(entries.get(name)).map(NodeTuple::getValueNode);
    }

    Optional<Entries> entries(String name) {
        return node(name).map(each -> new Entries(file, each, "'" + name + "'"));
    }

    /** A list, or one value that stands for a list of one. */
    List<Node> list(String name) {
        return node(name)
                .map(each -> each instanceof MappingNode || each instanceof ScalarNode
                        ? List.of(each)
                        : YamlNodes.items(each))
                .orElse(List.of());
    }

    Optional<String> text(String name) {
        return node(name).map(each -> {
            if (each instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
                return scalar.getValue();
            }
            throw broken(each, "'" + name + "' must be a text.");
        });
    }

    Optional<Duration> duration(String name) {
        return text(name).map(written -> Durations.parse(written)
                .orElseThrow(() -> broken(
                        name,
                        "'" + name + "' must be a duration with its unit, e.g. 30s, 2h or 1d, not '" + written
                                + "'.")));
    }

    Optional<Integer> number(String name) {
        return text(name).map(written -> {
            if (written.matches("\\d{1,6}")) {
                return Integer.valueOf(written);
            }
            throw broken(name, "'" + name + "' must be a whole number, not '" + written + "'.");
        });
    }

    Optional<JsonNode> json(String name) {
        return node(name).map(each -> json(file, each));
    }

    Place place() {
        return place(node);
    }

    Place place(Node at) {
        return new Place(file, YamlNodes.line(at));
    }

    Place place(String name) {
        return place(entries.get(name).getKeyNode());
    }

    BrokenScenario broken(String sentence) {
        return broken(node, sentence);
    }

    BrokenScenario broken(Node at, String sentence) {
        return new BrokenScenario(place(at), sentence);
    }

    BrokenScenario broken(String name, String sentence) {
        return broken(entries.containsKey(name) ? entries.get(name).getKeyNode() : node, sentence);
    }

    static JsonNode json(String file, Node node) {
        try {
            Object value =
                    new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(node));
            return Json.mapper().valueToTree(value);
        } catch (YamlEngineException | IllegalArgumentException unusable) {
            throw new BrokenScenario(
                    new Place(file, YamlNodes.line(node)), "This cannot be a JSON value: " + unusable.getMessage());
        }
    }
}
