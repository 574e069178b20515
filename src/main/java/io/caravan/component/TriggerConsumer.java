package io.caravan.component;

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
import org.apache.camel.support.DefaultConsumer;

/** A route from {@code flow:NAME}. */
final class TriggerConsumer extends DefaultConsumer implements TriggerRoute {
    private final FlowEndpoint endpoint;
    private final Function<Exchange, Boolean> when;
    private final Function<Exchange, Optional<String>> once;
    private final Function<Exchange, Optional<String>> key;

    TriggerConsumer(FlowEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.when = Simple.predicate(endpoint.getCamelContext(), endpoint.getWhen());
        this.once = Simple.expression(endpoint.getCamelContext(), endpoint.getOnce());
        this.key = Simple.expression(endpoint.getCamelContext(), endpoint.getKey());
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
    public Optional<Duration> deadline() {
        return Durations.parse(endpoint.getDeadline());
    }

    @Override
    public Verdict consider(Event event) {
        Exchange exchange = createExchange(false);
        try {
            Exchanges.fill(exchange, event);
            if (!when.apply(exchange)) {
                return new Verdict(Optional.of("its predicate 'when' is false"), Optional.empty(), Optional.empty());
            }
            Optional<String> held = once.apply(exchange);
            Optional<String> found =
                    endpoint.getKey().isEmpty() ? event.attributes().subject() : key.apply(exchange);
            return new Verdict(Optional.empty(), held, found);
        } finally {
            releaseExchange(exchange, false);
        }
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

    @Override
    protected void doStop() throws Exception {
        Doors.of(endpoint.getCamelContext()).routes().remove(this);
        super.doStop();
    }
}
