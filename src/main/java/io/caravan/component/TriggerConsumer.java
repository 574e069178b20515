package io.caravan.component;

import io.caravan.dispatch.Schedule;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.flow.Durations;
import io.caravan.flow.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.DefaultConsumer;

/** A route from {@code flow:NAME}. */
final class TriggerConsumer extends DefaultConsumer implements TriggerRoute {
    private final FlowEndpoint endpoint;
    private final Function<Exchange, Boolean> when;
    private final Function<Exchange, Optional<String>> once;
    private final Function<Exchange, Optional<String>> key;
    private final Function<Exchange, Optional<String>> orderedBy;

    TriggerConsumer(FlowEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.when = Simple.predicate(endpoint.getCamelContext(), endpoint.getWhen());
        this.once = Simple.key(endpoint.getCamelContext(), "once", endpoint.getOnce());
        this.key = Simple.key(endpoint.getCamelContext(), "key", endpoint.getKey());
        this.orderedBy = Simple.key(endpoint.getCamelContext(), "orderedBy", endpoint.getOrderedBy());
    }

    @Override
    public String flow() {
        return endpoint.getName();
    }

    @Override
    public Set<String> events() {
        return Arrays.stream(endpoint.getEvent().split(","))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<Schedule> schedule() {
        return endpoint.getSchedule().isBlank()
                ? Optional.empty()
                : Optional.of(Schedule.of(endpoint.getSchedule(), endpoint.getTimeZone()));
    }

    /** Asks for the route, which gets another consumer when it is stopped and started. */
    @Override
    public boolean isRunning() {
        ServiceStatus status = endpoint.getCamelContext()
                .getRouteController()
                .getRouteStatus(getRoute().getRouteId());
        return status != null && status.isStarted();
    }

    @Override
    public Optional<Duration> deadline() {
        return Durations.parse(endpoint.getDeadline());
    }

    @Override
    public Verdict consider(Event event) {
        Exchange exchange = createExchange(false);
        try {
            Exchanges.fill(exchange, event);
            if (!when.apply(exchange)) {
                return Verdict.unwanted("its predicate 'when' is false");
            }
            Optional<String> found =
                    endpoint.getKey().isEmpty() ? event.attributes().subject() : key.apply(exchange);
            return new Verdict(Optional.empty(), held(exchange, found), found, orderedBy.apply(exchange));
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** A time within which a flow starts once, without a key of its own, means the flow's key. */
    private Optional<String> held(Exchange exchange, Optional<String> found) {
        if (endpoint.getOnce().isEmpty() && onceWithin().isPresent()) {
            return Optional.of(found.orElse(""));
        }
        return once.apply(exchange);
    }

    @Override
    public Optional<Duration> onceWithin() {
        return Durations.parse(endpoint.getOnceWithin());
    }

    @Override
    public Shape shape(Event event) {
        Exchange exchange = createExchange(false);
        try {
            Exchanges.fill(exchange, event);
            var sends = new Sends();
            exchange.setProperty(Sends.PROPERTY, sends);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return new Shape(Bodies.json(exchange), sends.close());
        } catch (Exception thrown) {
            throw RuntimeCamelException.wrapRuntimeException(thrown);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Doors.of(endpoint.getCamelContext()).routes().add(this, endpoint);
    }
}
