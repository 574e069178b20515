package io.caravan.routing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** What the placeholders of the files stand for, secrets among it: a sentence has the placeholder instead. */
final class Resolved {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    /** What is shorter is no secret, and stands in many a word. */
    private static final int SHORTEST = 4;

    private final RouteSet set;
    private final CamelContext context;

    Resolved(RouteSet set, CamelContext context) {
        this.set = set;
        this.context = context;
    }

    String hide(String sentence) {
        String hidden = sentence;
        for (var each : values().entrySet()) {
            for (String form : List.of(each.getKey(), URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8))) {
                hidden = hidden.replace(form, each.getValue());
            }
        }
        return hidden;
    }

    /** The placeholders by their values, the longest first: one may be a part of another. */
    private SortedMap<String, String> values() {
        var values = new TreeMap<String, String>(
                Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        set.snapshot().all().stream()
                .flatMap(file -> PLACEHOLDER.matcher(set.snapshot().text(file)).results())
                .map(MatchResult::group)
                .distinct()
                .forEach(placeholder -> {
                    String value = value(placeholder);
                    if (value.length() >= SHORTEST) {
                        values.put(value, placeholder);
                    }
                });
        return values;
    }

    private String value(String placeholder) {
        try {
            return String.valueOf(context.resolvePropertyPlaceholders(placeholder));
        } catch (RuntimeException unknown) {
            return ""; // the parameter of a kamelet, or one that is missing, which Camel tells itself
        }
    }
}
