package io.caravan.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a flow route may be called. */
final class Naming {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Set<String> RESERVED = Set.of("input", "event", "trigger");

    private Naming() {}

    static Optional<Refusal> check(Declaration route) {
        return check(route, "flow", route.flow())
                .or(() -> route.isTrigger() ? Optional.empty() : check(route, "action", route.action()));
    }

    /** Refuses every route without an id, or with the id of a route before it. */
    static List<Refusal> checkIds(Collection<Declaration> routes) {
        var refusals = new ArrayList<Refusal>();
        var places = new HashMap<String, Place>();
        for (Declaration route : routes) {
            String id = route.routeId();
            if (id.isBlank()) {
                refusals.add(new Refusal(
                        route.place(),
                        "The route from flow:" + route.path() + " has no id; give it one, e.g. id: "
                                + route.path().replace('/', '.') + "."));
            } else if (places.containsKey(id)) {
                refusals.add(new Refusal(
                        route.place(), "Route id '" + id + "' is taken by the route at " + places.get(id) + "."));
            } else {
                places.put(id, route.place());
            }
        }
        return refusals;
    }

    private static Optional<Refusal> check(Declaration route, String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            return refuse(
                    route,
                    "'" + name + "' cannot name " + (kind.equals("action") ? "an action" : "a flow") + " in flow:"
                            + route.path() + "; use lower-case letters, digits and '-'.");
        }
        if (RESERVED.contains(name)) {
            return refuse(route, "'" + name + "' is reserved; choose another name in flow:" + route.path() + ".");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(Declaration route, String sentence) {
        return Optional.of(new Refusal(route.place(), sentence));
    }
}
