package io.caravan.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the routes of one flow into its definition, noting what is wrong with them. */
final class FlowReading {
    private final String name;
    private final Policies policies;
    private final Map<String, Declaration> actions = new LinkedHashMap<>();
    private final Map<String, List<Need>> needs = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> cancelOn = new TreeSet<>();
    private final Definition definition;
    private int usualPriority;

    FlowReading(String name, List<Declaration> routes, Policies policies) {
        this.name = name;
        this.policies = policies;
        readTriggers(routes.stream().filter(Declaration::isTrigger).toList(), routes);
        routes.stream().filter(route -> !route.isTrigger()).forEach(this::readAction);
        actions.values().forEach(this::checkNeeds);
        new CompensationReading(name, actions, refusals).check();
        Cycles.find(needs).ifPresent(this::refuseCycle);
        this.definition =
                new Definition(name, actions.values().stream().map(this::action).toList(), cancelOn);
    }

    Definition definition() {
        return definition;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    private void readTriggers(List<Declaration> triggers, List<Declaration> routes) {
        if (triggers.isEmpty()) {
            of(routes.get(0))
                    .refuse("Flow '" + name + "' has no trigger; add a route from flow:" + name + "?event=TYPE.");
        }
        for (int i = 1; i < triggers.size(); i++) {
            of(triggers.get(i))
                    .refuse("Flow '" + name + "' has two triggers; the other one is route '"
                            + triggers.get(0).routeId() + "' at "
                            + triggers.get(0).place() + ".");
        }
        for (Declaration trigger : triggers) {
            readTrigger(of(trigger));
        }
    }

    private void readTrigger(Parameters trigger) {
        new ScheduleReading(trigger, policies.schedules()).check();
        trigger.duration("deadline");
        trigger.duration("onceWithin");
        usualPriority = ActionReading.priority(trigger, 0);
        for (String option : List.of("once", "orderedBy", "cancelOn")) {
            trigger.mustNotBeBlank(option);
        }
        for (String type : trigger.text("cancelOn").split(",")) {
            if (!type.isBlank()) {
                cancelOn.add(type.strip());
            }
        }
    }

    private void readAction(Declaration route) {
        Declaration twin = actions.putIfAbsent(route.action(), route);
        if (twin != null) {
            of(route)
                    .refuse("Flow '" + name + "' has two actions '" + route.action() + "'; the other one is route '"
                            + twin.routeId() + "' at " + twin.place() + ".");
            return;
        }
        String text = route.knows("needs") ? route.text("needs") : "";
        if (text.startsWith("[")) {
            of(route)
                    .refuse(
                            "needs",
                            "needs must be one text, not a YAML list: write needs: \""
                                    + text.replaceAll("[\\[\\]\"']", "").replaceAll("\\s*,\\s*", ",") + "\".");
            needs.put(route.action(), List.of());
        } else {
            needs.put(route.action(), Need.list(text));
        }
    }

    private void checkNeeds(Declaration route) {
        var seen = new ArrayList<String>();
        for (Need need : needs.get(route.action())) {
            if (need.action().equals(route.action())) {
                of(route).refuse("needs", "Action '" + route.action() + "' needs itself.");
            } else if (!actions.containsKey(need.action())) {
                String guess = Nearest.meant(
                        need.action(),
                        actions.keySet(),
                        "; flow '" + name + "' has " + String.join(", ", actions.keySet()) + ".");
                of(route)
                        .refuse(
                                "needs",
                                "Action '" + route.action() + "' needs '" + need.action() + "', which does not exist"
                                        + guess);
            } else if (!actions.get(need.action()).text("compensates").isBlank()) {
                of(route)
                        .refuse(
                                "needs",
                                "Action '" + route.action() + "' needs '" + need.action() + "', which compensates '"
                                        + actions.get(need.action())
                                                .text("compensates")
                                                .strip()
                                        + "' and runs only on a flow's way back.");
            } else if (seen.contains(need.action())) {
                of(route)
                        .refuse(
                                "needs",
                                "Action '" + route.action() + "' names its need '" + need.action() + "' twice.");
            }
            seen.add(need.action());
        }
    }

    private void refuseCycle(List<String> cycle) {
        of(actions.get(cycle.get(0)))
                .refuse("needs", "The needs of flow '" + name + "' form a cycle: " + String.join(" -> ", cycle) + ".");
    }

    private Action action(Declaration route) {
        return new ActionReading(of(route), policies, usualPriority).action(needs.get(route.action()));
    }

    private Parameters of(Declaration route) {
        return new Parameters(route, refusals);
    }
}
