package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the schema says of one place in a file, often a word for each of its alternatives. */
record SchemaErrors(List<Object> place, List<Error> errors) {
    /** The places that tell the most: not those of which a deeper one is the reason, unless they have a key that nobody knows. */
    static List<SchemaErrors> deepest(List<Error> all, JsonNode rules) {
        var byPlace = new LinkedHashMap<List<Object>, List<Error>>();
        for (Error error : all) {
            byPlace.computeIfAbsent(elements(error.getInstanceLocation()), place -> new ArrayList<>())
                    .add(error);
        }
        return byPlace.entrySet().stream()
                .map(entry -> new SchemaErrors(entry.getKey(), entry.getValue()))
                .filter(each -> byPlace.keySet().stream().noneMatch(each::isAbove)
                        || !each.unknown(rules).isEmpty())
                .toList();
    }

    private boolean isAbove(List<Object> other) {
        return other.size() > place.size() && other.subList(0, place.size()).equals(place);
    }

    List<Error> of(String keyword) {
        return errors.stream()
                .filter(error -> error.getKeyword().equals(keyword))
                .toList();
    }

    /** The keys that none of the alternatives knows. */
    Set<String> unknown(JsonNode rules) {
        var unknown = new LinkedHashSet<String>();
        of("additionalProperties").forEach(error -> unknown.add(error.getProperty()));
        unknown.removeAll(known(rules));
        return unknown;
    }

    /** The keys that the alternatives know. */
    Set<String> known(JsonNode rules) {
        var known = new LinkedHashSet<String>();
        for (Error error : of("additionalProperties")) {
            JsonNode rule = rules;
            List<Object> path = elements(error.getSchemaLocation().getFragment());
            for (Object element : path.subList(0, path.size() - 1)) {
                rule = element instanceof Integer index ? rule.path(index) : rule.path(String.valueOf(element));
            }
            rule.path("properties").fieldNames().forEachRemaining(known::add);
        }
        return known;
    }

    /** Whether what stands here is more than one of several alternatives. */
    boolean fitsSeveral() {
        return of("oneOf").stream()
                .anyMatch(error -> !String.valueOf(error.getArguments()[0]).equals("0"));
    }

    /** What stands here, by a name that the author wrote. */
    String name() {
        for (int i = place.size() - 1; i >= 0; i--) {
            if (place.get(i) instanceof String key) {
                return i == place.size() - 1 ? "'" + key + "'" : "an entry of '" + key + "'";
            }
        }
        return "an entry of the file";
    }

    /** The keys that the author wrote here. */
    List<String> written() {
        var written = new ArrayList<String>();
        errors.get(0).getInstanceNode().fieldNames().forEachRemaining(written::add);
        return written;
    }

    private static List<Object> elements(NodePath path) {
        var elements = new ArrayList<Object>();
        for (int i = 0; i < path.getNameCount(); i++) {
            elements.add(path.getElement(i));
        }
        return elements;
    }

    Set<String> missing() {
        var missing = new LinkedHashSet<String>();
        of("required").forEach(error -> missing.add(error.getProperty()));
        return missing;
    }
}
