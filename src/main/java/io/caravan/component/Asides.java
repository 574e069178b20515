package io.caravan.component;

import io.caravan.dispatch.Probe;
import io.caravan.dispatch.Work;
import io.caravan.flow.Event;
import io.caravan.store.CloudEvent;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** What Caravan itself sends on behalf of an action: a question to its probe, a copy of its dead letter. */
public final class Asides {
    private Asides() {}

    /** The probe is given what the attempt would be given; it answers by the header {@code CaravanProbe}. */
    static Probe probe(CamelContext context, String uri, Work work) {
        Exchange answer = ask(context, uri, exchange -> Exchanges.fill(exchange, work));
        String word = answer.getMessage().getHeader("CaravanProbe", String.class);
        return switch (String.valueOf(word)) {
            case "found" -> Probe.found(Bodies.json(answer));
            case "absent" -> Probe.ABSENT;
            case "unknown" -> Probe.UNKNOWN;
            default ->
                throw new IllegalArgumentException(
                        "The probe must set the header CaravanProbe to found, absent or unknown, not to '" + word
                                + "'");
        };
    }

    /** Sends a copy of a dead letter to an endpoint. Throws what that throws. */
    public static void copy(CamelContext context, String uri, String letter) {
        ask(context, uri, exchange -> {
            exchange.getMessage().setBody(letter);
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        });
    }

    /** Whether the check of a destination passes: the route from {@code direct:check-NAME} ends well. Empty = there is none. */
    public static Optional<Boolean> check(CamelContext context, String destination) {
        String uri = "direct://check-" + destination;
        if (context.getRoutes().stream()
                .noneMatch(route -> route.getEndpoint().getEndpointUri().equals(uri))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Outcomes.of(ask(context, uri, exchange -> {})).isEmpty());
        } catch (RuntimeException failed) {
            return Optional.of(false);
        }
    }

    /** Sends an event to an endpoint, as a CloudEvent in structured mode; to Kafka with its subject as key. Throws what that throws. */
    public static void announce(CamelContext context, String uri, Event event) {
        ask(context, uri, exchange -> {
            exchange.getMessage().setBody(CloudEvent.of(event));
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, CloudEvent.TYPE);
            if (uri.startsWith("kafka:")) {
                event.attributes().subject().ifPresent(key -> exchange.getMessage()
                        .setHeader("kafka.KEY", key));
            }
        });
    }

    private static Exchange ask(CamelContext context, String uri, java.util.function.Consumer<Exchange> filling) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            Exchange answer = template.send(uri, filling::accept);
            if (answer.getException() != null) {
                throw RuntimeCamelException.wrapRuntimeCamelException(answer.getException());
            }
            return answer;
        } catch (java.io.IOException notClosed) {
            throw new java.io.UncheckedIOException(notClosed);
        }
    }
}
