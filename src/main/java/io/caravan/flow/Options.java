package io.caravan.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which parameters a trigger and an action may have; anything else is refused with the nearest name. */
final class Options {
    static final Set<String> OF_A_TRIGGER = Set.of(
            "event",
            "schedule",
            "timeZone",
            "key",
            "once",
            "onceWithin",
            "when",
            "orderedBy",
            "cancelOn",
            "deadline",
            "priority");
    static final Set<String> OF_AN_ACTION = Set.of(
            "needs",
            "when",
            "awaits",
            "correlate",
            "lookBack",
            "timeout",
            "onTimeout",
            "delay",
            "at",
            "forEach",
            "redeliveryPolicy",
            "maximumRedeliveries",
            "attemptTimeout",
            "probe",
            "destination",
            "budgetKey",
            "concurrency",
            "priority",
            "deadLetterUri",
            "compensates");

    private Options() {}

    static List<Refusal> check(Declaration route) {
        var refusals = new ArrayList<Refusal>();
        Set<String> known = route.isTrigger() ? OF_A_TRIGGER : OF_AN_ACTION;
        Set<String> others = route.isTrigger() ? OF_AN_ACTION : OF_A_TRIGGER;
        for (String name : route.options().keySet()) {
            if (!known.contains(name)) {
                refusals.add(new Refusal(route.placeOf(name), sentence(route, name, known, others)));
            }
        }
        return refusals;
    }

    private static String sentence(Declaration route, String name, Set<String> known, Set<String> others) {
        String kind = route.isTrigger() ? "trigger" : "action";
        if (others.contains(name)) {
            return "'" + name + "' belongs to "
                    + (route.isTrigger() ? "an action" : "the trigger (flow:" + route.flow() + ")") + ", not to "
                    + (route.isTrigger() ? "a trigger" : "an action") + ".";
        }
        return "Unknown parameter '" + name + "' of " + (route.isTrigger() ? "a " : "an ") + kind
                + Nearest.meant(
                        name,
                        known,
                        "; known are "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
    }
}
