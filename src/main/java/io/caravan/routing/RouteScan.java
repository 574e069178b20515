package io.caravan.routing;

import io.caravan.flow.Blueprint;
import io.caravan.flow.Declaration;
import io.caravan.flow.Definition;
import io.caravan.flow.Place;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads route files aside, with their lines, and finds every reason to refuse them before Camel sees them. */
public final class RouteScan {
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Surroundings aroundFlows = new Surroundings(Redeliveries::in, true);
    private final Surroundings aroundTriggers = new Surroundings(TriggerSteps::around, false);
    private final Map<String, Place> ids = new HashMap<>();
    private final Set<String> flowIds = new HashSet<>();
    private final Map<Path, Node> roots = new LinkedHashMap<>();
    private final Map<String, Kamelet> kamelets = new TreeMap<>();

    private RouteScan() {}

    /** Reads the files; what cannot be read is among the refusals. */
    public static RouteScan of(Snapshot files) {
        var scan = new RouteScan();
        files.routeFiles().forEach(file -> scan.read(file, files.bytes(file)).ifPresent(root -> {
            scan.roots.put(file, root);
            scan.routes(file.toString(), root);
        }));
        files.kameletFiles().forEach(file -> scan.read(file, files.bytes(file)).ifPresent(root -> {
            scan.kamelets.put(Kamelet.name(file), new Kamelet(Kamelet.name(file), root));
        }));
        return scan;
    }

    /** Every refusal of these files, in the order of their places. */
    public List<Refusal> refusals(Policies policies) {
        var all = new ArrayList<>(refusals);
        all.addAll(aroundFlows.refusals());
        all.addAll(aroundTriggers.refusals());
        all.addAll(Blueprint.read(declarations, policies).refusals());
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Refusal::place))
                .toList();
    }

    /** The definitions that these files amount to, if they are not refused. */
    public SortedMap<String, Definition> definitions(Policies policies) {
        return Blueprint.read(declarations, policies).definitions();
    }

    /** The route files that hold anything but comments, as YAML nodes that know their lines. */
    Map<Path, Node> roots() {
        return roots;
    }

    /** The kamelets of the folder, by name. */
    Map<String, Kamelet> kamelets() {
        return kamelets;
    }

    /** Where the route with this id begins. */
    public Optional<Place> placeOf(String routeId) {
        return Optional.ofNullable(ids.get(routeId));
    }

    private Optional<Node> read(Path file, byte[] content) {
        return YamlText.read(file.toString(), content, refusals);
    }

    private void routes(String file, Node root) {
        if (YamlNodes.entries(root).containsKey("apiVersion")) {
            return;
        }
        if (!(root instanceof SequenceNode)) {
            refuse(
                    new Place(file, YamlNodes.line(root)),
                    "A route file is a list: begin its entries with '- route:' or '- beans:'.");
        }
        int before = declarations.size();
        for (Node item : YamlNodes.items(root)) {
            YamlNodes.child(item, "route").ifPresent(route -> route(file, route));
            route(file, item);
        }
        List<Declaration> flows = declarations.subList(before, declarations.size());
        aroundFlows.file(file, YamlNodes.items(root), !flows.isEmpty());
        boolean triggersOnly = !flows.isEmpty() && flows.stream().allMatch(Declaration::isTrigger);
        aroundTriggers.file(file, YamlNodes.items(root), triggersOnly);
    }

    private void route(String file, Node route) {
        NodeTuple entry = YamlNodes.entries(route).get("from");
        if (entry == null) {
            return;
        }
        Node from = entry.getValueNode();
        var place = new Place(file, YamlNodes.line(entry.getKeyNode()));
        String id = YamlNodes.text(route, "id").orElse("");
        Optional<FlowUri> flow = FlowUri.of(from);
        String uri = flow.map(FlowUri::toString)
                .orElseGet(() -> YamlNodes.text(from, "uri").orElse(""));
        flow.ifPresent(found -> flow(place, id, found, route));
        if (flow.isEmpty() && id.isBlank()) {
            refuse(
                    place,
                    "The route from " + uri + " has no id; give it one, so that logs and edits can tell it apart.");
        }
        checkTwin(place, id, flow.isPresent());
        Optional<Node> steps = YamlNodes.child(from, "steps")
                .filter(node -> !YamlNodes.items(node).isEmpty());
        if (steps.isEmpty()) {
            refuse(place, "The route from " + uri + " has no steps; add at least one, e.g. - log: \"...\".");
        } else if (flow.map(FlowUri::isTrigger).orElse(false)) {
            refusals.addAll(TriggerSteps.own(file, steps.get()));
        }
        steps.ifPresent(
                each -> new Aggregates(file, flow.map(FlowUri::isTrigger).orElse(false), refusals).check(each));
    }

    /** Two flow: routes of one id are told by the blueprint. */
    private void checkTwin(Place place, String id, boolean flow) {
        Place twin = id.isBlank() ? null : ids.putIfAbsent(id, place);
        if (twin != null && !(flow && flowIds.contains(id))) {
            refuse(place, "Route id '" + id + "' is used twice; the other route is at " + twin + ".");
        }
        if (flow) {
            flowIds.add(id);
        }
    }

    private void flow(Place place, String id, FlowUri uri, Node route) {
        uri.refusal(place).ifPresent(refusals::add);
        var options = new HashMap<String, Declaration.Option>();
        uri.options().forEach((name, text) -> options.put(name, new Declaration.Option(text, place)));
        uri.parameters().forEach((name, entry) -> {
            var there = new Place(place.file(), YamlNodes.line(entry.getKeyNode()));
            String text = YamlNodes.written(entry.getValueNode());
            if (text.contains(")&")) {
                refuse(there, "'" + name + "' contains ')&', where Camel would end it; put a space between the two.");
            }
            options.put(name, new Declaration.Option(text, there));
        });
        declarations.add(new Declaration(place, id, uri.path(), options));
        aroundFlows.route(place.file(), route);
        if (uri.isTrigger()) {
            aroundTriggers.route(place.file(), route);
        }
    }

    private void refuse(Place place, String sentence) {
        refusals.add(new Refusal(place, sentence));
    }
}
