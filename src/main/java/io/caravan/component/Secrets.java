package io.caravan.component;

import io.caravan.flow.Failure;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * Values of properties that are called token, password or secret: where a failure's text repeats one (some third parties say
 * what they were sent), it is left out before anybody is told and before it is stored.
 */
public final class Secrets {
    private static final Pattern CALLED = Pattern.compile("(?i).*(token|password|passphrase|secret|api-?key)");
    private static final int SHORTEST = 8;
    private static final String HIDDEN = "***";

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    public static Secrets of(CamelContext context) {
        Properties called = context.getPropertiesComponent()
                .loadProperties(name -> CALLED.matcher(name).matches());
        return new Secrets(called.values().stream()
                .map(String::valueOf)
                .filter(value -> value.length() >= SHORTEST)
                .toList());
    }

    public Failure without(Failure failure) {
        return new Failure(without(failure.type()), without(failure.message()));
    }

    private String without(String text) {
        String without = text;
        for (String value : values) {
            without = without.replace(value, HIDDEN);
        }
        return without;
    }
}
