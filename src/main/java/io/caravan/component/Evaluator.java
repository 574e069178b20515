package io.caravan.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Action;
import io.caravan.flow.Await;
import io.caravan.flow.Conditions;
import io.caravan.flow.Durations;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Moments;
import io.caravan.flow.Payload;
import io.caravan.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Evaluates the conditions of one action. They are pinned with the flow, so they may be older than the route that does it. */
final class Evaluator {
    private final CamelContext context;

    Evaluator(CamelContext context) {
        this.context = context;
    }

    /** Compiles the expressions, so that a mistake in their form shows when the route is loaded. */
    void check(FlowEndpoint endpoint) {
        Simple.predicate(context, endpoint.getWhen());
        for (String text : List.of(
                endpoint.getDelay(),
                endpoint.getAt(),
                endpoint.getCorrelate(),
                endpoint.getForEach(),
                endpoint.getBudgetKey())) {
            Simple.expression(context, text);
        }
    }

    /** @param arrived the event that the action awaits has come: only what depends on it is evaluated yet */
    Evaluation evaluate(Exchange exchange, Action action, Instant met, boolean arrived) {
        Conditions conditions = action.conditions();
        if (arrived) {
            return new Evaluation.Wanted(Optional.empty(), "", items(exchange, conditions.forEach()), "");
        }
        boolean waits = action.awaits().isPresent();
        if (!Simple.predicate(context, conditions.when()).apply(exchange)) {
            return new Evaluation.Unwanted();
        }
        return new Evaluation.Wanted(
                dueAt(exchange, conditions, met),
                waits ? correlation(exchange, action.awaits().get()) : "",
                waits ? Optional.empty() : items(exchange, conditions.forEach()),
                key(exchange, "budgetKey", conditions.budgetKey()));
    }

    private String key(Exchange exchange, String parameter, String expression) {
        return Simple.key(context, parameter, expression).apply(exchange).orElse("");
    }

    private String correlation(Exchange exchange, Await await) {
        String key = key(exchange, "correlate", await.correlate());
        if (key.isBlank()) {
            throw new IllegalArgumentException(
                    "correlate '" + await.correlate() + "' came to nothing; no event could ever be found by it");
        }
        return key;
    }

    private Optional<Instant> dueAt(Exchange exchange, Conditions conditions, Instant met) {
        var delay = Simple.expression(context, conditions.delay()).apply(exchange);
        if (delay.isPresent()) {
            return Optional.of(met.plus(Durations.parse(delay.get())
                    .orElseThrow(() -> new IllegalArgumentException("delay '" + conditions.delay() + "' came to '"
                            + delay.get() + "', which " + Durations.problem(delay.get())))));
        }
        var at = Simple.expression(context, conditions.at()).apply(exchange);
        return at.map(text -> Moments.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("at '" + conditions.at() + "' came to '" + text
                        + "', which is not a moment like 2026-12-01T10:00:00Z")));
    }

    private Optional<List<Payload>> items(Exchange exchange, String expression) {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        Object value = Simple.value(context, expression, exchange);
        if (!(value instanceof Collection<?> || value instanceof JsonNode node && node.isArray())) {
            throw new IllegalArgumentException("forEach '" + expression + "' came to "
                    + (value == null ? "nothing" : "'" + value + "'") + ", which is not a list");
        }
        var items = new ArrayList<Payload>();
        for (Object item : (Iterable<?>) value) {
            items.add(Payload.inline(Json.write(item)));
        }
        return Optional.of(items);
    }
}
