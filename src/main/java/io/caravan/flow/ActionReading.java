package io.caravan.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of one action's route, its needs excepted. */
final class ActionReading {
    private static final Set<String> OF_A_WAIT = Set.of("correlate", "lookBack", "timeout", "onTimeout");
    private static final int HIGHEST_PRIORITY = 9;

    private final Parameters parameters;
    private final Policies policies;
    private final int usualPriority;

    /** @param usualPriority that of the trigger, which its actions inherit */
    ActionReading(Parameters parameters, Policies policies, int usualPriority) {
        this.parameters = parameters;
        this.policies = policies;
        this.usualPriority = usualPriority;
    }

    Action action(List<Need> needs) {
        var policy = new Policy(
                redelivery(),
                parameters.duration("attemptTimeout").orElse(policies.attemptTimeout()),
                parameters.text("destination"));
        var provisions = new Provisions(
                parameters.number(
                        "concurrency", 1, Integer.MAX_VALUE, "how many attempts may run at once on a node", 0),
                priority(parameters, usualPriority),
                probe(),
                deadLetterUri(),
                compensates());
        return new Action(parameters.action(), needs, policy, conditions(), awaits(), provisions);
    }

    static int priority(Parameters parameters, int usual) {
        return parameters.number("priority", 0, HIGHEST_PRIORITY, "0 = as others, 9 = the most urgent", usual);
    }

    private Redelivery redelivery() {
        Redelivery redelivery = policies.redelivery();
        String bean = parameters.text("redeliveryPolicy");
        if (parameters.knows("redeliveryPolicy") && !bean.isBlank()) {
            redelivery = named(bean).orElse(redelivery);
        }
        if (parameters.knows("maximumRedeliveries")) {
            redelivery = redelivery.withMaximumRedeliveries(
                    parameters.number("maximumRedeliveries", -1, Integer.MAX_VALUE, "0 = none, -1 = for ever", 0));
        }
        return redelivery;
    }

    private Optional<Redelivery> named(String bean) {
        try {
            Optional<Redelivery> found = bean.startsWith("#")
                    ? policies.beans().apply(bean.substring(1).replaceFirst("^bean:", ""))
                    : Optional.empty();
            if (found.isEmpty()) {
                parameters.refuse(
                        "redeliveryPolicy",
                        "redeliveryPolicy '" + bean
                                + "' is not a RedeliveryPolicy bean; declare it under beans: and refer to it as \"#name\".");
            }
            return found;
        } catch (IllegalArgumentException senseless) {
            parameters.refuse(
                    "redeliveryPolicy",
                    "redeliveryPolicy '" + bean + "' cannot be used: " + senseless.getMessage() + ".");
            return Optional.empty();
        }
    }

    private Conditions conditions() {
        var conditions = new Conditions(
                parameters.text("when"),
                parameters.text("delay"),
                parameters.text("at"),
                parameters.text("forEach"),
                parameters.text("budgetKey"));
        for (String option : List.of("when", "delay", "at", "forEach", "budgetKey", "awaits", "correlate")) {
            parameters.mustNotBeBlank(option);
        }
        contradict("delay", "at");
        if (isConstant(conditions.delay())) {
            parameters.durationOrZero("delay");
        }
        if (isConstant(conditions.at()) && Moments.parse(conditions.at()).isEmpty()) {
            parameters.refuse(
                    "at",
                    "at '" + conditions.at() + "' is not a moment; write it like 2026-12-01T10:00:00Z, or as an"
                            + " expression.");
        }
        if (isConstant(conditions.forEach())) {
            parameters.refuse(
                    "forEach",
                    "forEach '" + conditions.forEach() + "' is not an expression; write it like ${body[items]}.");
        }
        return conditions;
    }

    private Optional<Await> awaits() {
        if (!parameters.has("awaits")) {
            OF_A_WAIT.stream()
                    .filter(parameters::has)
                    .sorted()
                    .forEach(option -> parameters.refuse(
                            option,
                            option + " belongs to an event that is awaited; add awaits: TYPE, or take it out."));
            return Optional.empty();
        }
        contradict("awaits", "delay");
        contradict("awaits", "at");
        if (!parameters.has("correlate")) {
            parameters.refuse(
                    "awaits",
                    "awaits needs correlate: the expression whose value is the awaited event's correlation, or else its"
                            + " subject.");
        }
        Optional<Duration> timeout = parameters.duration("timeout");
        if (parameters.has("onTimeout") && timeout.isEmpty() && !parameters.has("timeout")) {
            parameters.refuse(
                    "onTimeout", "onTimeout without a timeout never happens; add timeout: 2d, or take it out.");
        }
        return Optional.of(new Await(
                parameters.text("awaits").strip(),
                parameters.text("correlate"),
                parameters.durationOrZero("lookBack").orElse(Await.USUAL_LOOK_BACK),
                timeout,
                skips()));
    }

    private boolean skips() {
        String text =
                parameters.knows("onTimeout") ? parameters.text("onTimeout").strip() : "fail";
        if (!Set.of("fail", "skip").contains(text)) {
            parameters.refuse("onTimeout", "onTimeout is 'fail' or 'skip', not '" + text + "'.");
        }
        return text.equals("skip");
    }

    private String probe() {
        String probe = parameters.text("probe").strip();
        if (parameters.knows("probe") && !probe.matches("direct:\\S+")) {
            parameters.refuse("probe", "probe '" + probe + "' is not a direct route; write it like direct:NAME.");
        }
        return probe;
    }

    private String deadLetterUri() {
        String uri = parameters.text("deadLetterUri").strip();
        if (parameters.knows("deadLetterUri") && !uri.contains(":")) {
            parameters.refuse(
                    "deadLetterUri",
                    "deadLetterUri '" + uri + "' is not an endpoint; write it like file:dead or kafka:dead.");
        }
        return uri;
    }

    /** Its time has come when its flow turns back, not when needs are met: it has no part in the graph. */
    private String compensates() {
        parameters.mustNotBeBlank("compensates");
        for (String other : List.of("needs", "when", "awaits", "delay", "at", "forEach")) {
            contradict("compensates", other);
        }
        return parameters.text("compensates").strip();
    }

    private void contradict(String one, String other) {
        if (parameters.has(one) && parameters.has(other)) {
            parameters.refuse(other, one + " and " + other + " contradict each other; keep one of them.");
        }
    }

    private static boolean isConstant(String text) {
        return !text.isBlank() && !text.contains("${") && !text.contains("{{");
    }
}
