package io.caravan.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks which action of a flow compensates which: another one that is there, is no compensation, and has no other one. */
final class CompensationReading {
    private final String flow;
    private final Map<String, Declaration> actions;
    private final List<Refusal> refusals;
    private final Map<String, Declaration> taken = new LinkedHashMap<>();

    CompensationReading(String flow, Map<String, Declaration> actions, List<Refusal> refusals) {
        this.flow = flow;
        this.actions = actions;
        this.refusals = refusals;
    }

    void check() {
        actions.values().stream()
                .filter(route -> route.knows("compensates"))
                .filter(route -> !route.text("compensates").isBlank())
                .forEach(this::check);
    }

    private void check(Declaration route) {
        String undone = route.text("compensates").strip();
        Declaration other = taken.get(undone);
        if (undone.equals(route.action())) {
            refuse(route, "compensates itself; name the action whose effect it undoes.");
        } else if (!actions.containsKey(undone)) {
            refuse(
                    route,
                    "compensates '" + undone + "', which does not exist"
                            + Nearest.meant(
                                    undone,
                                    actions.keySet(),
                                    "; flow '" + flow + "' has " + String.join(", ", actions.keySet()) + "."));
        } else if (!actions.get(undone).text("compensates").isBlank()) {
            refuse(route, "compensates '" + undone + "', which is a compensation itself.");
        } else if (other != null) {
            refuse(
                    route,
                    "compensates '" + undone + "', as '" + other.action() + "' at " + other.place()
                            + " does; keep one of them.");
        } else {
            taken.put(undone, route);
        }
    }

    private void refuse(Declaration route, String sentence) {
        new Parameters(route, refusals).refuse("compensates", "Action '" + route.action() + "' " + sentence);
    }
}
