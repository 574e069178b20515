package io.caravan.component;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandledEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Marks what Camel's dead letter channel took: it ends without an exception, and yet is no success. */
final class DeadLetters extends SimpleEventNotifierSupport {
    private static final String PROPERTY = "CaravanDeadLetter";

    private DeadLetters() {
        setupIgnore(true);
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeFailedEvents(false);
    }

    static void watch(CamelContext context) {
        context.getManagementStrategy().addEventNotifier(new DeadLetters());
    }

    static boolean took(Exchange exchange) {
        return exchange.getProperty(PROPERTY, false, boolean.class);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailureHandledEvent handled && handled.isDeadLetterChannel()) {
            handled.getExchange().setProperty(PROPERTY, true);
        }
    }
}
