package io.caravan.kubernetes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running Caravan tells Prometheus.
 *
 * @param series each metric with the labels of all its lines
 * @param counting the metrics that only grow
 */
record MetricsPage(Map<String, List<Map<String, String>>> series, Set<String> counting) {
    /** What Prometheus adds to each line. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COUNTING = Pattern.compile(".*(_total|_bucket|_sum|_count)");

    static MetricsPage of(String text) {
        var series = new HashMap<String, List<Map<String, String>>>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a line of metrics: " + line);
            }
            var labels = new HashMap<String, String>();
            Matcher label = LABEL.matcher(Optional.ofNullable(parts.group(2)).orElse(""));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            series.computeIfAbsent(parts.group(1), name -> new ArrayList<>()).add(labels);
        });
        var counting = series.keySet().stream()
                .filter(name -> COUNTING.matcher(name).matches())
                .collect(java.util.stream.Collectors.toSet());
        return new MetricsPage(series, counting);
    }

    /** What of the query this page has not, or what is done with it that makes no sense; empty = nothing. */
    List<String> complaints(Query query) {
        var complaints = new ArrayList<String>();
        query.selectors().forEach(selector -> complaints.addAll(complaints(selector)));
        for (String label : query.labels()) {
            if (query.selectors().stream().noneMatch(selector -> has(selector.metric(), label))) {
                complaints.add("no metric of it has the label " + label);
            }
        }
        return complaints;
    }

    private List<String> complaints(Query.Selector selector) {
        String metric = selector.metric();
        if (!series.containsKey(metric)) {
            return List.of("there is no metric " + metric);
        }
        var complaints = new ArrayList<String>();
        boolean grows = Set.of("rate", "increase").contains(selector.function());
        if (counting.contains(metric) != grows && !selector.function().equals("label_values")) {
            complaints.add(metric + (grows ? " is no counter" : " is a counter, only its growth tells something"));
        }
        selector.matches().forEach((label, match) -> {
            if (!has(metric, label)) {
                complaints.add(metric + " has no label " + label);
            } else if (match.startsWith("=\"") && !has(metric, label, match.substring(2, match.length() - 1))) {
                complaints.add(metric + " has no line with " + label + match);
            }
        });
        return complaints;
    }

    private boolean has(String metric, String label) {
        return ADDED.contains(label)
                || series.getOrDefault(metric, List.of()).stream().anyMatch(labels -> labels.containsKey(label));
    }

    private boolean has(String metric, String label, String value) {
        return series.getOrDefault(metric, List.of()).stream().anyMatch(labels -> value.equals(labels.get(label)));
    }
}
