package io.caravan.sandbox;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request that was read in full; a query parameter that came twice is joined with commas. */
record Ask(String verb, String path, Map<String, String> query, Optional<String> token, Body body) {
    private static final String BEARER = "Bearer ";

    static Ask of(RoutingContext context, Body body) {
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParams().forEach(entry -> query.merge(entry.getKey(), entry.getValue(), (a, b) -> a + "," + b));
        Optional<String> token = Optional.ofNullable(context.request().getHeader("Authorization"))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(value -> !value.isEmpty());
        return new Ask(context.request().method().name(), context.request().path(), query, token, body);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The decoded segments of the path behind a prefix. */
    List<String> segmentsAfter(String prefix) {
        return Arrays.stream(path.substring(prefix.length()).split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Ask::decoded)
                .collect(Collectors.toList());
    }

    private static String decoded(String segment) {
        // In a path, unlike in a form, a plus sign is itself.
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
