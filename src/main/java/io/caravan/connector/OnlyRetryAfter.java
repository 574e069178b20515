package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets no header of the exchange reach a third party (the content type goes by another way), and none of its answer's
 * reach the exchange except {@code Retry-After} and the {@code Date} from which it may count; {@link Answer} takes that away.
 */
public final class OnlyRetryAfter implements HeaderFilterStrategy {
    static final String RETRY_AFTER = "Retry-After";
    static final String DATE = "Date";

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return true;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !RETRY_AFTER.equalsIgnoreCase(name) && !DATE.equalsIgnoreCase(name);
    }
}
