package io.caravan.http;

import java.util.List;

/** Patterns of paths: {@code /flows/:id} or {@code /flows/{id}}, and {@code /files*} for all that begins so. */
final class Paths {
    private Paths() {}

    static boolean leadsTo(String pattern, String path) {
        if (pattern.endsWith("*")) {
            return path.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        List<String> wanted = List.of(pattern.split("/"));
        List<String> given = List.of(path.split("/"));
        if (wanted.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (!part.startsWith(":") && !part.contains("{") && !part.equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }
}
