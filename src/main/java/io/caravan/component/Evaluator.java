package io.caravan.component;

import io.caravan.flow.Conditions;
import io.caravan.flow.Durations;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Moments;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Evaluates the conditions of one action. They are pinned with the flow, so they may be older than the route that does it. */
final class Evaluator {
    private final CamelContext context;

    Evaluator(CamelContext context) {
        this.context = context;
    }

    /** Compiles them, so that a mistake in their form shows when the route is loaded. */
    void check(Conditions conditions) {
        Simple.predicate(context, conditions.when());
        Simple.expression(context, conditions.delay());
        Simple.expression(context, conditions.at());
    }

    Evaluation evaluate(Exchange exchange, Conditions conditions, Instant met) {
        if (!Simple.predicate(context, conditions.when()).apply(exchange)) {
            return Evaluation.UNWANTED;
        }
        var delay = Simple.expression(context, conditions.delay()).apply(exchange);
        if (delay.isPresent()) {
            return Evaluation.later(met.plus(Durations.parse(delay.get())
                    .orElseThrow(() -> new IllegalArgumentException("delay '" + conditions.delay() + "' came to '"
                            + delay.get() + "', which is not a duration with its unit, e.g. 10m or PT10M"))));
        }
        var at = Simple.expression(context, conditions.at()).apply(exchange);
        return at.map(text -> Evaluation.later(Moments.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("at '" + conditions.at() + "' came to '" + text
                                + "', which is not a moment like 2026-12-01T10:00:00Z"))))
                .orElse(Evaluation.AT_ONCE);
    }
}
