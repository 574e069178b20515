package io.caravan.routing;

import io.caravan.flow.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The folder's files as entries: those that make routes, and what routes share. */
final class RouteSet {
    static final Set<String> HANDLERS = Set.of(
            "errorHandler", "onException", "intercept", "interceptFrom", "interceptSendToEndpoint", "onCompletion");

    /** A definition that routes share: a bean, a routeConfiguration, a routeTemplate, or another setting of Camel's. */
    record Shared(Path file, String key, Node node) {
        /** What it is known by. */
        String name() {
            return YamlNodes.text(node, "name")
                    .or(() -> YamlNodes.text(node, "id"))
                    .orElse("");
        }

        Place place() {
            return new Place(file.toString(), YamlNodes.line(node));
        }

        String meaning() {
            return key + YamlNodes.meaning(node);
        }
    }

    /** Nothing at all. */
    static final RouteSet EMPTY = of(Snapshot.EMPTY);

    private final Snapshot snapshot;
    private final RouteScan scan;
    private final Map<Path, List<Node>> handlers = new LinkedHashMap<>();
    private final List<Shared> shared = new ArrayList<>();
    private final List<Entry> routes = new ArrayList<>();

    private RouteSet(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.scan = RouteScan.of(snapshot);
    }

    static RouteSet of(Snapshot snapshot) {
        var set = new RouteSet(snapshot);
        set.scan.roots().forEach(set::share);
        set.scan.roots().forEach(set::routes);
        return set;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    RouteScan scan() {
        return scan;
    }

    List<Entry> routes() {
        return routes;
    }

    List<Shared> shared(String key) {
        return shared.stream().filter(each -> each.key().equals(key)).toList();
    }

    /** Those that no key of its own is for. */
    List<Shared> settings() {
        return shared.stream()
                .filter(each ->
                        !Set.of("beans", "routeConfiguration", "routeTemplate").contains(each.key()))
                .toList();
    }

    /** What a file says before its routes and for all of them. */
    List<Node> handlers(Path file) {
        return handlers.getOrDefault(file, List.of());
    }

    Map<String, Kamelet> kamelets() {
        return scan.kamelets();
    }

    /** What stands in the files of the routes of a definition, comments between its lines included; file by file. */
    Optional<String> source(String definition) {
        var parts = new ArrayList<String>();
        scan.roots().forEach((file, root) -> {
            List<String> texts = YamlNodes.items(root).stream()
                    .filter(item -> isOf(definition, item))
                    .map(item -> YamlNodes.lines(item, snapshot.text(file)))
                    .toList();
            if (!texts.isEmpty()) {
                parts.add("# " + file.getFileName() + "\n" + String.join("\n", texts) + "\n");
            }
        });
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", parts));
    }

    private static boolean isOf(String definition, Node item) {
        return YamlNodes.child(YamlNodes.child(item, "route").orElse(item), "from")
                .flatMap(FlowUri::of)
                .filter(uri -> uri.path().equals(definition) || uri.path().startsWith(definition + "/"))
                .isPresent();
    }

    private void share(Path file, Node root) {
        for (Node item : YamlNodes.items(root)) {
            YamlNodes.entries(item).forEach((key, entry) -> share(file, item, key, entry));
        }
    }

    private void share(Path file, Node item, String key, NodeTuple entry) {
        switch (key) {
            case "route", "from", "templatedRoute", "rest" -> {}
            case "beans" ->
                YamlNodes.items(entry.getValueNode()).forEach(bean -> shared.add(new Shared(file, key, bean)));
            case "routeConfiguration", "routeTemplate" -> shared.add(new Shared(file, key, entry.getValueNode()));
            default -> {
                if (HANDLERS.contains(key)) {
                    handlers.computeIfAbsent(file, any -> new ArrayList<>()).add(item);
                } else {
                    shared.add(new Shared(file, key, item));
                }
            }
        }
    }

    private void routes(Path file, Node root) {
        var fingerprints = new Fingerprints(this, file);
        if (YamlNodes.entries(root).containsKey("apiVersion")) {
            String name = YamlNodes.child(root, "metadata")
                    .flatMap(metadata -> YamlNodes.text(metadata, "name"))
                    .orElse(file.toString());
            routes.add(new Entry(Entry.Kind.PIPE, name, new Place(file.toString(), 1), root, fingerprints.of(root)));
        }
        for (Node item : YamlNodes.items(root)) {
            kind(item).ifPresent(kind -> {
                var place = new Place(file.toString(), YamlNodes.line(item));
                routes.add(new Entry(kind, id(kind, item, place), place, item, fingerprints.of(item)));
            });
        }
    }

    private static Optional<Entry.Kind> kind(Node item) {
        Set<String> keys = YamlNodes.entries(item).keySet();
        if (keys.contains("route") || keys.contains("from")) {
            return Optional.of(Entry.Kind.ROUTE);
        }
        if (keys.contains("templatedRoute")) {
            return Optional.of(Entry.Kind.TEMPLATED_ROUTE);
        }
        return keys.contains("rest") ? Optional.of(Entry.Kind.REST) : Optional.empty();
    }

    /** An entry without an id is known by its place: moved, it counts as another. */
    private static String id(Entry.Kind kind, Node item, Place place) {
        Node named =
                switch (kind) {
                    case ROUTE, PIPE -> YamlNodes.child(item, "route").orElse(item);
                    case TEMPLATED_ROUTE ->
                        YamlNodes.child(item, "templatedRoute").orElse(item);
                    case REST -> YamlNodes.child(item, "rest").orElse(item);
                };
        return YamlNodes.text(named, "id")
                .or(() -> YamlNodes.text(named, "routeId"))
                .orElse(kind + " at " + place);
    }
}
