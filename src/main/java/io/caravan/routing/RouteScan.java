package io.caravan.routing;

import io.caravan.flow.Blueprint;
import io.caravan.flow.Declaration;
import io.caravan.flow.Place;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads route files aside, with their lines, and finds every reason to refuse them before Camel sees them. */
public final class RouteScan {
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Map<String, Place> ids = new HashMap<>();

    /** Every refusal of these files, in the order of their places. */
    public static List<Refusal> refusals(List<Path> files, Policies policies) {
        var scan = new RouteScan();
        files.forEach(scan::read);
        scan.refusals.addAll(Blueprint.read(scan.declarations, policies).refusals());
        return scan.refusals.stream()
                .sorted(java.util.Comparator.comparing(Refusal::place))
                .toList();
    }

    private void read(Path file) {
        try {
            var settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setUseMarks(true)
                    .build();
            Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
            root.ifPresent(node -> routes(file.toString(), node));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            refuse(new Place(file.toString(), line), "This is not YAML: " + broken.getProblem() + ".");
        } catch (YamlEngineException | IOException unreadable) {
            refuse(new Place(file.toString(), 0), "This cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    private void routes(String file, Node root) {
        if (YamlNodes.entries(root).containsKey("apiVersion")) {
            return;
        }
        if (YamlNodes.items(root).isEmpty() && !YamlNodes.entries(root).isEmpty()) {
            refuse(
                    new Place(file, YamlNodes.line(root)),
                    "A route file is a list: begin its entries with '- route:' or '- beans:'.");
        }
        for (Node item : YamlNodes.items(root)) {
            YamlNodes.child(item, "route")
                    .ifPresent(route -> YamlNodes.child(route, "from").ifPresent(from -> route(file, route, from)));
            YamlNodes.child(item, "from").ifPresent(from -> route(file, item, from));
        }
    }

    private void route(String file, Node route, Node from) {
        var place = new Place(file, YamlNodes.line(from));
        String uri = YamlNodes.text(from, "uri").orElse("");
        String id = YamlNodes.text(route, "id").orElse("");
        if (uri.startsWith("flow:")) {
            flow(place, id, uri.substring("flow:".length()), from);
        } else if (id.isBlank()) {
            refuse(
                    place,
                    "The route from " + uri + " has no id; give it one, so that logs and edits can tell it apart.");
        }
        Place twin = id.isBlank() ? null : ids.putIfAbsent(id, place);
        if (twin != null) {
            refuse(place, "Route id '" + id + "' is used twice; the other route is at " + twin + ".");
        }
        YamlNodes.child(from, "steps")
                .filter(steps -> !YamlNodes.items(steps).isEmpty())
                .ifPresentOrElse(
                        steps -> steps(file, uri, steps),
                        () -> refuse(
                                place,
                                "The route from " + uri + " has no steps; add at least one, e.g. - log: \"...\"."));
    }

    private void flow(Place place, String id, String rest, Node from) {
        var options = new HashMap<String, Declaration.Option>();
        int question = rest.indexOf('?');
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                options.put(parts[0], new Declaration.Option(parts.length > 1 ? parts[1] : "", place));
            }
        }
        YamlNodes.child(from, "parameters").ifPresent(parameters -> YamlNodes.entries(parameters)
                .forEach((name, entry) ->
                        options.put(name, option(place.file(), name, entry.getKeyNode(), entry.getValueNode()))));
        String path = question >= 0 ? rest.substring(0, question) : rest;
        declarations.add(new Declaration(place, id, path, options));
    }

    private Declaration.Option option(String file, String name, Node key, Node value) {
        var place = new Place(file, YamlNodes.line(key));
        String text = YamlNodes.written(value);
        if (text.contains(")&")) {
            refuse(place, "'" + name + "' contains ')&', where Camel would end it; put a space between the two.");
        }
        return new Declaration.Option(text, place);
    }

    private void steps(String file, String uri, Node steps) {
        if (uri.startsWith("flow:") && !uri.split("\\?", 2)[0].contains("/")) {
            TriggerSteps.check(file, steps, refusals);
        }
    }

    private void refuse(Place place, String sentence) {
        refusals.add(new Refusal(place, sentence));
    }
}
