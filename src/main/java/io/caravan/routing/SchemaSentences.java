package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.caravan.flow.Nearest;
import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Says what is wrong at one place in a file, for its author: the key, what was meant, or what must stand there. */
final class SchemaSentences {
    /** As many names as a reader takes in. */
    private static final int FEW = 12;

    private final String file;
    private final Node root;
    /** How many elements of a place stand above the root. */
    private final int above;

    private final JsonNode rules;

    SchemaSentences(String file, Node root, int above, JsonNode rules) {
        this.file = file;
        this.root = root;
        this.above = above;
        this.rules = rules;
    }

    Stream<Refusal> refusals(SchemaErrors errors) {
        Set<String> unknown = errors.unknown(rules);
        if (!unknown.isEmpty()) {
            return unknown.stream().map(key -> {
                var place = new ArrayList<>(errors.place());
                place.add(key);
                return refusal(place, unknown(errors, key));
            });
        }
        return Stream.of(refusal(errors.place(), sentence(errors)));
    }

    private Refusal refusal(List<Object> place, String sentence) {
        return new Refusal(new Place(file, line(place)), sentence);
    }

    /** The line of the key at this place, or of the list's entry. */
    private int line(List<Object> place) {
        Node node = root;
        int line = YamlNodes.line(root);
        for (Object element : place.subList(Math.min(above, place.size()), place.size())) {
            if (element instanceof Integer index) {
                List<Node> items = YamlNodes.items(node);
                if (index >= items.size()) {
                    return line;
                }
                node = items.get(index);
                line = YamlNodes.line(node);
            } else {
                NodeTuple entry = YamlNodes.entries(node).get(String.valueOf(element));
                if (entry == null) {
                    return line;
                }
                node = entry.getValueNode();
                line = YamlNodes.line(entry.getKeyNode());
            }
        }
        return line;
    }

    private String unknown(SchemaErrors errors, String key) {
        Set<String> known = errors.known(rules);
        String otherwise = known.size() > FEW ? "." : "; known are " + String.join(", ", known) + ".";
        return "'" + key + "' is not known in " + errors.name() + Nearest.meant(key, known, otherwise);
    }

    private static String sentence(SchemaErrors errors) {
        String name = errors.name();
        for (Error error : errors.of("pattern")) {
            String pattern = error.getSchemaNode().asText();
            if (pattern.equals(LooseScalars.BOOLEAN) || pattern.equals(LooseScalars.NUMBER)) {
                String wanted = pattern.equals(LooseScalars.BOOLEAN) ? "true or false" : "a number";
                return name + " must be " + wanted + ", not '"
                        + error.getInstanceNode().asText() + "'.";
            }
        }
        for (Error error : errors.of("enum")) {
            var choices = new ArrayList<String>();
            error.getSchemaNode().forEach(choice -> choices.add(choice.asText()));
            return name + " must be one of " + String.join(", ", choices) + ", not '"
                    + error.getInstanceNode().asText() + "'.";
        }
        if (!errors.of("maxProperties").isEmpty()) {
            return name + " has more than one key: " + String.join(", ", errors.written())
                    + "; begin each with '- ', or indent what belongs to the first.";
        }
        if (errors.fitsSeveral()) {
            return name + " has what excludes each other: " + String.join(", ", errors.written()) + "; keep one.";
        }
        if (!errors.missing().isEmpty()) {
            return lacking(name, errors.missing());
        }
        if (!errors.of("type").isEmpty()) {
            return name + " must be " + wanted(errors) + ", not "
                    + word(errors.errors().get(0).getInstanceNode()) + ".";
        }
        return name + ": " + errors.errors().get(0).getMessage() + ".";
    }

    private static String lacking(String name, Set<String> missing) {
        return missing.size() == 1
                ? name + " has no '" + missing.iterator().next() + "', which it needs."
                : name + " needs "
                        + String.join(" or ", missing.stream().limit(FEW).toList()) + ".";
    }

    private static String wanted(SchemaErrors errors) {
        var wanted = new LinkedHashSet<String>();
        for (Error error : errors.of("type")) {
            JsonNode types = error.getSchemaNode();
            Stream.of("string", "array", "object")
                    .filter(type -> types.asText().equals(type)
                            || types.valueStream()
                                    .anyMatch(each -> each.asText().equals(type)))
                    .map(SchemaSentences::word)
                    .forEach(wanted::add);
        }
        return String.join(" or ", wanted);
    }

    private static String word(JsonNode written) {
        return written.isNull() ? "empty" : word(written.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }

    private static String word(String type) {
        return switch (type) {
            case "array" -> "a list";
            case "object" -> "a mapping";
            default -> "a single value";
        };
    }
}
