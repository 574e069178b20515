package io.caravan.routing;

import io.caravan.flow.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.nodes.Node;

/** What stands around routes of one kind and holds for them: handlers of their own or of their file, routeConfigurations. */
final class Surroundings {
    private final BiFunction<String, Node, List<Refusal>> search;
    private final boolean unnamed;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Refusal> everywhere = new ArrayList<>();
    private final Map<String, List<Refusal>> byConfiguration = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private boolean any;

    /**
     * @param search finds in a file's node what such routes must not have
     * @param unnamed whether it counts in a routeConfiguration without an id, too, which holds for all routes there are
     */
    Surroundings(BiFunction<String, Node, List<Refusal>> search, boolean unnamed) {
        this.search = search;
        this.unnamed = unnamed;
    }

    /** Reads what stands beside the routes of one file. */
    void file(String file, List<Node> items, boolean hasSuchRoutes) {
        for (Node item : items) {
            for (String key : RouteSet.HANDLERS) {
                YamlNodes.child(item, key)
                        .filter(holds -> hasSuchRoutes)
                        .ifPresent(node -> refusals.addAll(search.apply(file, node)));
            }
            YamlNodes.child(item, "routeConfiguration").ifPresent(node -> YamlNodes.text(node, "id")
                    .map(id -> byConfiguration.computeIfAbsent(id, name -> new ArrayList<>()))
                    .orElse(everywhere)
                    .addAll(search.apply(file, node)));
        }
    }

    /** Reads such a route. */
    void route(String file, Node route) {
        any = true;
        YamlNodes.child(route, "errorHandler").ifPresent(node -> refusals.addAll(search.apply(file, node)));
        YamlNodes.text(route, "routeConfigurationId").ifPresent(ids -> configurations.addAll(List.of(ids.split(","))));
    }

    List<Refusal> refusals() {
        var all = new ArrayList<>(refusals);
        if (any) {
            all.addAll(unnamed ? everywhere : List.of());
            byConfiguration.forEach((id, found) -> {
                if (configurations.stream().anyMatch(wanted -> matches(wanted.strip(), id))) {
                    all.addAll(found);
                }
            });
        }
        return all;
    }

    private static boolean matches(String wanted, String id) {
        return wanted.endsWith("*") ? id.startsWith(wanted.substring(0, wanted.length() - 1)) : id.equals(wanted);
    }
}
