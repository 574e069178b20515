package io.caravan.sample;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** The data of an {@code application.*} event. */
record Application(Map<?, ?> fields) {
    static Application on(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> fields) {
            return new Application(fields);
        }
        throw new IllegalArgumentException(
                "The data of an application is an object; send application, resource, applicant.");
    }

    String demand(String name) {
        Object value = fields.get(name);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("The application's field '" + name + "' is missing or no text; send it.");
    }

    /** The texts of a list; without such a field there are none. */
    List<String> list(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Collection<?> items && items.stream().allMatch(String.class::isInstance)) {
            return items.stream().map(String.class::cast).toList();
        }
        throw new IllegalArgumentException("The application's field '" + name + "' must be a list of texts.");
    }

    /** The applicant and the members, each once. */
    Set<String> people() {
        var people = new LinkedHashSet<String>();
        people.add(demand("applicant"));
        people.addAll(list("members"));
        return people;
    }
}
