package io.caravan.component.aggregate;

import io.caravan.component.Doors;
import io.caravan.component.LiveId;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.processor.aggregate.GroupedExchangeAggregationStrategy;
import org.apache.camel.processor.aggregate.GroupedMessageAggregationStrategy;
import org.apache.camel.reifier.AggregateReifier;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Reads what an {@code aggregate} of a route says; what it must not say stands in {@code routing}, which knows the lines. */
final class AggregateReading extends AggregateReifier {
    AggregateReading(Route route, AggregateDefinition definition) {
        super(route, definition);
    }

    @Override
    public Processor createProcessor() throws Exception {
        if (route.isCreatedByKamelet()) {
            throw new IllegalArgumentException("An aggregate on #caravan must stand in a route, not in a kamelet:"
                    + " its groups are known by the id of their route.");
        }
        var behind = PluginHelper.getInternalProcessorFactory(camelContext)
                .addUnitOfWorkProcessorAdvice(camelContext, createChildProcessor(true), route);
        Rules rules = rules(strategy());
        String name = LiveId.written(route.getRouteId()) + "/" + step();
        return Doors.of(camelContext)
                .outside()
                .aggregations()
                .get()
                .<Processor>map(house -> new Aggregator(name, rules, route, behind, house))
                .orElse(behind);
    }

    private String step() {
        return definition.hasCustomIdAssigned() ? definition.getId() : "aggregate";
    }

    private AggregationStrategy strategy() {
        AggregationStrategy strategy = getConfiguredAggregationStrategy(definition);
        if (strategy == null) {
            throw new IllegalArgumentException("An aggregate needs an aggregationStrategy, e.g."
                    + " \"#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy\".");
        }
        if (strategy instanceof GroupedExchangeAggregationStrategy
                || strategy instanceof GroupedMessageAggregationStrategy) {
            throw new IllegalArgumentException(strategy.getClass().getSimpleName()
                    + " gathers what cannot be kept as JSON; use GroupedBodyAggregationStrategy.");
        }
        return strategy;
    }

    private Rules rules(AggregationStrategy strategy) {
        var size = new Completion.Size(
                Optional.ofNullable(parseInt(definition.getCompletionSize())).orElse(0),
                Optional.ofNullable(definition.getCompletionSizeExpression()).map(this::createExpression));
        var due = new Completion.Due(
                duration(definition.getCompletionTimeout()),
                Optional.ofNullable(definition.getCompletionTimeoutExpression()).map(this::createExpression),
                duration(definition.getCompletionInterval()));
        Optional<Predicate> predicate = Optional.ofNullable(definition.getCompletionPredicate())
                .map(this::createPredicate)
                .or(() -> strategy instanceof Predicate itself ? Optional.of(itself) : Optional.empty());
        var completion =
                new Completion(predicate, size, due, parseBoolean(definition.getEagerCheckCompletion(), false));
        if (!strategy.canPreComplete() && !completion.isPossible()) {
            throw new IllegalArgumentException("Nothing ever completes this aggregate; say completionSize,"
                    + " completionPredicate, completionTimeout or completionInterval.");
        }
        return new Rules(
                createExpression(definition.getExpression()),
                strategy,
                completion,
                parseBoolean(definition.getIgnoreInvalidCorrelationKeys(), false),
                parseBoolean(definition.getDiscardOnCompletionTimeout(), false));
    }

    private Duration duration(@Nullable String text) {
        Long millis = parseDuration(text);
        return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
    }
}
