package io.caravan.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query, in which every value is encoded. */
final class Query {
    private final StringBuilder text;
    private char before = '?';

    Query(String path) {
        this.text = new StringBuilder(path);
    }

    /** A part of a path. */
    static String part(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(before).append(name).append('=').append(part(value.toString()));
            before = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
