package io.caravan.kubernetes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of PromQL, read for the names in it only, as far as {@code k8s/monitoring} uses the language; a word that is not known
 * here is a metric.
 *
 * @param selectors the metrics that it asks for
 * @param labels the labels that it groups by
 */
record Query(List<Selector> selectors, Set<String> labels) {
    /**
     * One metric in a query.
     *
     * @param function what stands directly around it; empty = nothing
     * @param matches labels with what they must be like: {@code ="value"}
     */
    record Selector(String metric, String function, Map<String, String> matches) {}

    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> BETWEEN = Set.of("and", "or", "unless", "bool");
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "count", "topk", "rate", "increase", "absent", "histogram_quantile", "label_values");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(" + WORD + "|\"[^\"]*\"|\\[[^]]*]|[0-9.]+|[=!]~|[!<>=]=|[-(){},=<>+*/])\\s*");

    static Query of(String text) {
        var query = new Query(new ArrayList<>(), new HashSet<>());
        Deque<String> tokens = tokens(text);
        String function = "";
        while (!tokens.isEmpty()) {
            String token = tokens.remove();
            if (GROUPING.contains(token)) {
                query.labels.addAll(words(tokens));
            } else if (FUNCTIONS.contains(token)) {
                function = token;
            } else if (WORD.matcher(token).matches() && !BETWEEN.contains(token)) {
                query.selectors.add(new Selector(token, function, matches(tokens)));
                function = "";
            } else if (!token.equals("(")) {
                function = "";
            }
            if (token.equals("label_values")) {
                readLabelValues(query, tokens);
            }
        }
        return query;
    }

    /** {@code label_values(METRIC, LABEL)} is Grafana's. */
    private static void readLabelValues(Query query, Deque<String> tokens) {
        List<String> words = words(tokens);
        query.selectors.add(new Selector(words.get(0), "label_values", Map.of()));
        query.labels.add(words.get(1));
    }

    private static Deque<String> tokens(String text) {
        var tokens = new ArrayDeque<String>();
        Matcher next = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!next.find(end) || next.start() != end) {
                throw new IllegalArgumentException("not read here: " + text.substring(end));
            }
            tokens.add(next.group(1));
            end = next.end();
        }
        return tokens;
    }

    /** The words between parentheses. */
    private static List<String> words(Deque<String> tokens) {
        var words = new ArrayList<String>();
        for (String token = tokens.remove(); !token.equals(")"); token = tokens.remove()) {
            if (WORD.matcher(token).matches()) {
                words.add(token);
            }
        }
        return words;
    }

    private static Map<String, String> matches(Deque<String> tokens) {
        var matches = new HashMap<String, String>();
        if ("{".equals(tokens.peek())) {
            for (String token = tokens.remove(); !token.equals("}"); token = tokens.remove()) {
                if (WORD.matcher(token).matches()) {
                    matches.put(token, tokens.remove() + tokens.remove());
                }
            }
        }
        return matches;
    }
}
