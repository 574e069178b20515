package io.caravan.component;

import io.caravan.flow.Trace;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Gives what an attempt sends the header {@code traceparent} right before it goes, so that no route has to carry it along and the
 * spans of third parties hang below the attempt's.
 */
public final class OutgoingTraces extends SimpleEventNotifierSupport {
    /** The exchange property that carries the attempt's place in its trace; copies of the exchange share it. */
    static final String PROPERTY = "CaravanTrace";

    private OutgoingTraces() {
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeSendingEvents(false);
    }

    /** To be called before the context starts. */
    public static void follow(CamelContext context) {
        context.getManagementStrategy().addEventNotifier(new OutgoingTraces());
    }

    /** Whether the header is the one that was set here; no filter of an endpoint holds it back. */
    static boolean isOurs(String name, Object value, Exchange exchange) {
        return name.equals(Trace.TRACEPARENT) && value.equals(exchange.getProperty(PROPERTY));
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending) {
            Exchange exchange = sending.getExchange();
            Object traceparent = exchange.getProperty(PROPERTY);
            if (traceparent != null) {
                exchange.getMessage().setHeader(Trace.TRACEPARENT, traceparent);
            }
        }
    }
}
