package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Camel's own redeliveries, which stand in memory and would be lost in a crash: refused where a flow: route has them. */
final class Redeliveries {
    private static final String SENTENCE =
            "Camel's own redeliveries are lost in a crash, so a flow: route must not have them; declare a RedeliveryPolicy"
                    + " under beans: and name it on the action, e.g. redeliveryPolicy: \"#patient\".";

    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Place> everywhere = new ArrayList<>();
    private final Map<String, List<Place>> byConfiguration = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private boolean anyFlow;

    /** Reads what stands beside the routes of one file, and holds for all of them. */
    void file(String file, List<Node> items, boolean hasFlow) {
        for (Node item : items) {
            for (String key : List.of("errorHandler", "onException")) {
                YamlNodes.child(item, key).filter(any -> hasFlow).ifPresent(node -> refuse(places(file, node)));
            }
            YamlNodes.child(item, "routeConfiguration").ifPresent(node -> YamlNodes.text(node, "id")
                    .ifPresentOrElse(
                            id -> byConfiguration
                                    .computeIfAbsent(id, name -> new ArrayList<>())
                                    .addAll(places(file, node)),
                            () -> everywhere.addAll(places(file, node))));
        }
    }

    /** Reads a flow: route. */
    void flow(String file, Node route) {
        anyFlow = true;
        YamlNodes.child(route, "errorHandler").ifPresent(node -> refuse(places(file, node)));
        YamlNodes.text(route, "routeConfigurationId").ifPresent(ids -> configurations.addAll(List.of(ids.split(","))));
    }

    List<Refusal> refusals() {
        if (anyFlow) {
            refuse(everywhere);
            byConfiguration.forEach((id, places) -> {
                if (configurations.stream().anyMatch(wanted -> matches(wanted.strip(), id))) {
                    refuse(places);
                }
            });
        }
        return refusals;
    }

    private static boolean matches(String wanted, String id) {
        return wanted.endsWith("*") ? id.startsWith(wanted.substring(0, wanted.length() - 1)) : id.equals(wanted);
    }

    private void refuse(List<Place> places) {
        places.forEach(place -> refusals.add(new Refusal(place, SENTENCE)));
    }

    private static List<Place> places(String file, Node node) {
        var places = new ArrayList<Place>();
        YamlNodes.items(node).forEach(item -> places.addAll(places(file, item)));
        YamlNodes.entries(node).forEach((key, entry) -> {
            if (redelivers(key, entry)) {
                places.add(new Place(file, YamlNodes.line(entry.getKeyNode())));
            } else {
                places.addAll(places(file, entry.getValueNode()));
            }
        });
        return places;
    }

    private static boolean redelivers(String key, NodeTuple entry) {
        return switch (key) {
            case "redeliveryPolicyRef", "retryWhile", "retryWhileRef" -> true;
            case "maximumRedeliveries" ->
                !(entry.getValueNode() instanceof ScalarNode number
                        && number.getValue().equals("0"));
            default -> false;
        };
    }
}
