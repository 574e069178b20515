package io.caravan.component.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.processor.aggregate.AggregateProcessor;

/**
 * When a group is complete.
 *
 * @param eager whether each message that comes is asked, before it is gathered; else what has been gathered is asked
 */
record Completion(Optional<Predicate> predicate, Size size, Due due, boolean eager) {
    /** At how many messages; 0 = at none. What the expression says goes before the fixed number. */
    record Size(int fixed, Optional<Expression> expression) {
        boolean isReached(Exchange exchange, int size) {
            Integer said = expression
                    .map(each -> each.evaluate(exchange, Integer.class))
                    .orElse(null);
            int wanted = said != null && said > 0 ? said : fixed;
            return wanted > 0 && size >= wanted;
        }
    }

    /** How long nothing may have come, or at which beats of the clock; zero = neither. */
    record Due(Duration timeout, Optional<Expression> expression, Duration interval) {
        /** When the group is due after this message; without a timeout of its own it stays due as it was. */
        Optional<Instant> after(Exchange message, Optional<Instant> before, Instant now) {
            if (!interval.isZero()) {
                long beat = interval.toMillis();
                return before.or(() -> Optional.of(Instant.ofEpochMilli((now.toEpochMilli() / beat + 1) * beat)));
            }
            Long said =
                    expression.map(each -> each.evaluate(message, Long.class)).orElse(null);
            long millis = said != null && said > 0 ? said : timeout.toMillis();
            return millis > 0 ? Optional.of(now.plusMillis(millis)) : before;
        }

        String word() {
            return interval.isZero()
                    ? AggregateProcessor.COMPLETED_BY_TIMEOUT
                    : AggregateProcessor.COMPLETED_BY_INTERVAL;
        }
    }

    /** Whether there is anything that might ever complete a group. */
    boolean isPossible() {
        return predicate.isPresent()
                || size.fixed() > 0
                || size.expression().isPresent()
                || !due.timeout().isZero()
                || due.expression().isPresent()
                || !due.interval().isZero();
    }

    /** What completes the group with this message, in Camel's word; empty = nothing does yet. */
    Optional<String> by(Exchange exchange, int messages) {
        Object now = exchange.removeProperty(ExchangePropertyKey.AGGREGATION_COMPLETE_CURRENT_GROUP);
        if (Boolean.TRUE.equals(now) || "true".equals(now)) {
            return Optional.of(AggregateProcessor.COMPLETED_BY_STRATEGY);
        }
        if (predicate.map(each -> each.matches(exchange)).orElse(false)) {
            return Optional.of(AggregateProcessor.COMPLETED_BY_PREDICATE);
        }
        return size.isReached(exchange, messages)
                ? Optional.of(AggregateProcessor.COMPLETED_BY_SIZE)
                : Optional.empty();
    }
}
