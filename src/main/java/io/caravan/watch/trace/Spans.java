package io.caravan.watch.trace;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowState;
import io.caravan.flow.Item;
import io.caravan.flow.Outcome;
import io.caravan.flow.Trace;
import io.caravan.store.Ids;
import io.caravan.store.Observer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what has happened and is on disk as spans: an event, below the span that it came with; the triggers of its flows, below
 * the event; the attempts of their actions, below the trigger. All of it on the writer's thread, so that nothing here may wait.
 */
public final class Spans implements Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spans.class);

    private final Collector collector;
    private final Clock clock;

    public Spans(Collector collector, Clock clock) {
        this.collector = collector;
        this.clock = clock;
    }

    @Override
    public void reached(Point point, int count) {}

    @Override
    public void accepted(Event event) {
        tell(event, trace -> {
            SpanBuilder span = collector
                    .span(event.type(), trace, Trace.span(event.id()))
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAttribute("caravan.event.id", event.id())
                    .setAttribute("cloudevents.event_id", event.identity().externalId())
                    .setAttribute("cloudevents.event_source", event.identity().source())
                    .setAttribute("cloudevents.event_type", event.type());
            tell(span, Ids.madeAt(event.id()), clock.instant(), Optional.empty());
        });
    }

    @Override
    public void moved(FlowState flow, Event event, List<Fact> facts) {
        if (facts.get(0) instanceof Fact.Started) {
            tell(event, trace -> {
                Trace parent = trace.below(Trace.span(event.id()));
                SpanBuilder span = ofAction(flow, FlowState.TRIGGER, parent, Trace.span(flow.id()));
                tell(span, Ids.madeAt(flow.id()), clock.instant(), failed(facts));
            });
        }
    }

    /** How the trigger failed, if it did. */
    private static Optional<Failure> failed(List<Fact> facts) {
        return facts.stream()
                .filter(Fact.Died.class::isInstance)
                .map(Fact.Died.class::cast)
                .filter(died -> died.action().equals(FlowState.TRIGGER))
                .map(Fact.Died::failure)
                .findFirst();
    }

    @Override
    public void settled(FlowState flow, Event event, Command.Settle end) {
        tell(event, trace -> {
            Fact.Attempt attempt = end.attempt();
            Trace parent = trace.below(Trace.span(flow.id()));
            String own = Trace.span(flow.id(), end.action(), attempt.number(), attempt.startedAt());
            SpanBuilder span = ofAction(flow, end.action(), parent, own)
                    .setAttribute("caravan.attempt", attempt.number())
                    .setAttribute("caravan.outcome", end.outcome().word())
                    .setAttribute("caravan.node", attempt.node());
            Instant ended = attempt.startedAt().plus(attempt.took());
            tell(span, attempt.startedAt(), ended, failure(end.outcome()));
        });
    }

    /** A destination that is paused is no failure of the attempt. */
    private static Optional<Failure> failure(Outcome outcome) {
        return outcome instanceof Outcome.Unavailable ? Optional.empty() : outcome.reason();
    }

    private SpanBuilder ofAction(FlowState flow, String name, Trace parent, String own) {
        String action = Item.action(name);
        SpanBuilder span = collector
                .span(flow.identity().definition() + '/' + action, parent, own)
                .setAttribute("caravan.flow.id", flow.id())
                .setAttribute("caravan.definition", flow.identity().definition())
                .setAttribute("caravan.action", action);
        return Item.isItem(name) ? span.setAttribute("caravan.item", Item.index(name)) : span;
    }

    /** Whatever may be wrong with a span, it is no reason for the writer to stop. */
    private static void tell(Event event, Consumer<Trace> telling) {
        try {
            event.attributes().trace().filter(Trace::sampled).ifPresent(telling);
        } catch (RuntimeException | LinkageError wrong) {
            LOG.warn("a span of event {} cannot be told", event.id(), wrong);
        }
    }

    private static void tell(SpanBuilder builder, Instant from, Instant to, Optional<Failure> failure) {
        Span span = builder.setStartTimestamp(from).startSpan();
        failure.ifPresent(why -> span.setStatus(StatusCode.ERROR, why.type() + ": " + why.line())
                .setAttribute("error.type", why.type()));
        span.end(to.isBefore(from) ? from : to);
    }

    @Override
    public void close() {
        collector.close();
    }
}
