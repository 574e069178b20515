package io.caravan.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the routes of one flow into its definition, noting what is wrong with them. */
final class FlowReading {
    private final String name;
    private final Policies policies;
    private final Map<String, Declaration> actions = new LinkedHashMap<>();
    private final Map<String, List<Need>> needs = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Definition definition;

    FlowReading(String name, List<Declaration> routes, Policies policies) {
        this.name = name;
        this.policies = policies;
        readTriggers(routes.stream().filter(Declaration::isTrigger).toList(), routes);
        routes.stream().filter(route -> !route.isTrigger()).forEach(this::readAction);
        actions.values().forEach(this::checkNeeds);
        Cycles.find(needs).ifPresent(this::refuseCycle);
        this.definition =
                new Definition(name, actions.values().stream().map(this::action).toList());
    }

    Definition definition() {
        return definition;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    private void readTriggers(List<Declaration> triggers, List<Declaration> routes) {
        if (triggers.isEmpty()) {
            refuse(routes.get(0), "Flow '" + name + "' has no trigger; add a route from flow:" + name + "?event=TYPE.");
        }
        for (int i = 1; i < triggers.size(); i++) {
            refuse(
                    triggers.get(i),
                    "Flow '" + name + "' has two triggers; the other one is route '"
                            + triggers.get(0).routeId() + "' at "
                            + triggers.get(0).place() + ".");
        }
        for (Declaration trigger : triggers) {
            if (trigger.text("event").isBlank()) {
                refuse(trigger, "The trigger of flow '" + name + "' says no event; add event: TYPE.");
            }
            duration(trigger, "deadline");
        }
    }

    private void readAction(Declaration route) {
        Declaration twin = actions.putIfAbsent(route.action(), route);
        if (twin != null) {
            refuse(
                    route,
                    "Flow '" + name + "' has two actions '" + route.action() + "'; the other one is route '"
                            + twin.routeId() + "' at " + twin.place() + ".");
            return;
        }
        String text = route.text("needs");
        if (text.startsWith("[")) {
            refuse(
                    route,
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
                refuse(route, "needs", "Action '" + route.action() + "' needs itself.");
            } else if (!actions.containsKey(need.action())) {
                String guess = Nearest.to(need.action(), actions.keySet())
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("; flow '" + name + "' has " + String.join(", ", actions.keySet()) + ".");
                refuse(
                        route,
                        "needs",
                        "Action '" + route.action() + "' needs '" + need.action() + "', which does not exist" + guess);
            } else if (seen.contains(need.action())) {
                refuse(route, "needs", "Action '" + route.action() + "' names its need '" + need.action() + "' twice.");
            }
            seen.add(need.action());
        }
    }

    private void refuseCycle(List<String> cycle) {
        refuse(
                actions.get(cycle.get(0)),
                "needs",
                "The needs of flow '" + name + "' form a cycle: " + String.join(" -> ", cycle) + ".");
    }

    private Action action(Declaration route) {
        Redelivery redelivery = policies.redelivery();
        String bean = route.text("redeliveryPolicy");
        if (!bean.isBlank()) {
            Optional<Redelivery> named = bean.startsWith("#")
                    ? policies.beans().apply(bean.substring(1).replaceFirst("^bean:", ""))
                    : Optional.empty();
            if (named.isEmpty()) {
                refuse(
                        route,
                        "redeliveryPolicy",
                        "redeliveryPolicy '" + bean
                                + "' is not a RedeliveryPolicy bean; declare it under beans: and refer to it as \"#name\".");
            }
            redelivery = named.orElse(redelivery);
        }
        if (route.options().containsKey("maximumRedeliveries")) {
            redelivery = redelivery.withMaximumRedeliveries(maximumRedeliveries(route));
        }
        Duration timeout = duration(route, "attemptTimeout").orElse(policies.attemptTimeout());
        return new Action(
                route.action(),
                needs.get(route.action()),
                new Policy(redelivery, timeout, route.text("destination")),
                conditions(route));
    }

    private Conditions conditions(Declaration route) {
        var conditions = new Conditions(route.text("when"), route.text("delay"), route.text("at"));
        for (String option : List.of("when", "delay", "at")) {
            if (route.options().containsKey(option) && route.text(option).isBlank()) {
                refuse(route, option, option + " is blank; take it out, or say what it shall be.");
            }
        }
        if (!conditions.delay().isBlank() && !conditions.at().isBlank()) {
            refuse(route, "at", "delay and at contradict each other; keep one of them.");
        }
        if (isConstant(conditions.delay())
                && Durations.parse(conditions.delay()).isEmpty()) {
            duration(route, "delay");
        }
        if (isConstant(conditions.at()) && Moments.parse(conditions.at()).isEmpty()) {
            refuse(
                    route,
                    "at",
                    "at '" + conditions.at() + "' is not a moment; write it like 2026-12-01T10:00:00Z, or as an"
                            + " expression.");
        }
        return conditions;
    }

    private static boolean isConstant(String text) {
        return !text.isBlank() && !text.contains("${") && !text.contains("{{");
    }

    private int maximumRedeliveries(Declaration route) {
        try {
            int maximum = Integer.parseInt(route.text("maximumRedeliveries").strip());
            if (maximum >= -1) {
                return maximum;
            }
        } catch (NumberFormatException notANumber) {
            // refused below like a number out of range
        }
        refuse(
                route,
                "maximumRedeliveries",
                "maximumRedeliveries must be a whole number, 0 = none, -1 = for ever, not '"
                        + route.text("maximumRedeliveries") + "'.");
        return 0;
    }

    private Optional<Duration> duration(Declaration route, String option) {
        if (!route.options().containsKey(option)) {
            return Optional.empty();
        }
        Optional<Duration> read = Durations.parse(route.text(option)).filter(duration -> !duration.isZero());
        if (read.isEmpty()) {
            refuse(
                    route,
                    option,
                    option + " '" + route.text(option)
                            + "' is not a duration; write it with its unit, e.g. 30s, 2h, 1d or PT2H.");
        }
        return read;
    }

    private void refuse(Declaration route, String sentence) {
        refusals.add(new Refusal(route.place(), sentence));
    }

    private void refuse(Declaration route, String option, String sentence) {
        refusals.add(new Refusal(route.placeOf(option), sentence));
    }
}
