package io.caravan.component;

import io.caravan.flow.Event;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.jspecify.annotations.Nullable;

/** Camel's Simple language for parameters: what is blank is always true, or nothing. */
final class Simple {
    private Simple() {}

    static Function<Exchange, Boolean> predicate(CamelContext context, String text) {
        if (text.isEmpty()) {
            return any -> true;
        }
        Predicate predicate = context.resolveLanguage("simple").createPredicate(text);
        predicate.init(context);
        return predicate::matches;
    }

    /** What an expression comes to, as it is. */
    static @Nullable Object value(CamelContext context, String text, Exchange exchange) {
        Expression expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return expression.evaluate(exchange, Object.class);
    }

    static Function<Exchange, Optional<String>> expression(CamelContext context, String text) {
        if (text.isEmpty()) {
            return any -> Optional.empty();
        }
        Expression expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return exchange -> {
            String value = expression.evaluate(exchange, String.class);
            return Optional.of(value == null ? "" : value);
        };
    }

    /** An expression whose value is looked up. */
    static Function<Exchange, Optional<String>> key(CamelContext context, String parameter, String text) {
        return expression(context, text).andThen(found -> {
            found.filter(key -> key.length() > Event.LONGEST_KEY).ifPresent(key -> {
                throw new IllegalArgumentException(parameter + " '" + text + "' came to " + key.length()
                        + " characters; nothing can be found by more than " + Event.LONGEST_KEY);
            });
            return found;
        });
    }
}
