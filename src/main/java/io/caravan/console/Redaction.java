package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Shows values as *** that nobody shall read; what is stored and what actions are given stays as it is. A path like
 * {@code password} or {@code card.number} is found at any depth; {@code $.data.password} (or {@code $.input.password}, which
 * means the same) begins at an event's data or a flow's input, {@code $.result.token} at an action's result. Lists are passed
 * through, and upper and lower case are the same.
 */
public final class Redaction {
    private static final String HIDDEN = "***";
    private static final Pattern PATH =
            Pattern.compile("(?:\\$\\.(data|input|result)\\.)?([^.$\\[\\]]+(?:\\.[^.$\\[\\]]+)*)");

    /** Where a document comes from. */
    private enum Place {
        INPUT,
        RESULT
    }

    /** Steps to a value: from the root of what comes from a place, or, without one, from anywhere. */
    private record Path(Optional<Place> from, List<String> steps) {
        static Path of(String text) {
            var parts = PATH.matcher(text.replace("[*]", ""));
            if (!parts.matches()) {
                throw new ConfigurationRefused("caravan.redact: '" + text
                        + "' must be a path like password, card.number," + " $.data.password or $.result.token.");
            }
            Optional<Place> from =
                    Optional.ofNullable(parts.group(1)).map(word -> word.equals("result") ? Place.RESULT : Place.INPUT);
            return new Path(
                    from, List.of(parts.group(2).toLowerCase(Locale.ROOT).split("\\.")));
        }
    }

    private final List<Path> paths;
    private final List<Pattern> quoted;

    private Redaction(List<Path> paths) {
        this.paths = paths;
        this.quoted = paths.stream()
                .map(path -> path.steps().get(path.steps().size() - 1))
                .distinct()
                .map(Redaction::quoted)
                .toList();
    }

    /** Paths with commas between them; none = nothing is hidden. */
    public static Redaction of(String paths) {
        return new Redaction(Arrays.stream(paths.split(","))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** A field and its value within a text, as JSON that was quoted any number of times. */
    private static Pattern quoted(String name) {
        return Pattern.compile(
                "(\"" + Pattern.quote(name) + "\\\\*\"\\s*:\\s*)"
                        + "(?:(?<q>\\\\*)\".*?(?:(?<!\\\\)\\k<q>\"|\\z)|[^\\s,}\\]]+)",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    /** The JSON text of an event's data or a flow's input. */
    String input(String json) {
        return shown(json, Place.INPUT);
    }

    /** The JSON text of a result. */
    public String result(String json) {
        return shown(json, Place.RESULT);
    }

    private String shown(String json, Place place) {
        if (paths.isEmpty()) {
            return json;
        }
        JsonNode tree = Json.tree(json);
        hide(tree, place);
        return Json.write(tree);
    }

    private void hide(JsonNode tree, Place place) {
        for (Path path : paths) {
            if (path.from().isEmpty()) {
                anywhere(tree, path.steps());
            } else if (path.from().get() == place) {
                along(tree, path.steps());
            }
        }
    }

    private static void anywhere(JsonNode node, List<String> steps) {
        if (node.isObject()) {
            along(node, steps);
        }
        node.forEach(child -> anywhere(child, steps));
    }

    private static void along(JsonNode node, List<String> steps) {
        if (node.isArray()) {
            node.forEach(item -> along(item, steps));
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!field.getKey().toLowerCase(Locale.ROOT).equals(steps.get(0))) {
                    continue;
                }
                if (steps.size() > 1) {
                    along(field.getValue(), steps.subList(1, steps.size()));
                } else if (!field.getValue().isNull()) {
                    field.setValue(Json.mapper().getNodeFactory().textNode(HIDDEN));
                }
            }
        }
    }

    /** What a fact tells: its input, its result, the items of a list, and its message. */
    ObjectNode fact(ObjectNode details) {
        if (paths.isEmpty()) {
            return details;
        }
        hide(details.path("input"), Place.INPUT);
        hide(details.path("result"), Place.RESULT);
        details.path("items").forEach(item -> hide(item.path("value"), Place.INPUT));
        return message(details);
    }

    /** An error: third parties quote in their messages what they were sent. */
    ObjectNode message(ObjectNode error) {
        JsonNode message = error.path("message");
        return message.isTextual() ? error.put("message", text(message.textValue())) : error;
    }

    /** A text in which a field's value may be quoted. */
    String text(String text) {
        String shown = text;
        for (Pattern each : quoted) {
            shown = each.matcher(shown).replaceAll("$1\"" + HIDDEN + "\"");
        }
        return shown;
    }
}
