package io.caravan.routing;

import io.caravan.flow.Place;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** One entry of a route file that makes routes: by which id it is known, and everything that decides how it works. */
record Entry(Kind kind, String id, Place place, Node node, String fingerprint) {
    enum Kind {
        ROUTE,
        TEMPLATED_ROUTE,
        REST,
        PIPE
    }

    /** The URI that its route begins with, as written; empty where only Camel knows it. */
    String from() {
        Node route = YamlNodes.child(node, "route").orElse(node);
        Optional<Node> from = YamlNodes.child(route, "from");
        return from.flatMap(begin -> YamlNodes.text(begin, "uri")).orElse("");
    }

    /** The paths of its HTTP requests, as patterns. */
    List<String> paths() {
        if (kind == Kind.REST) {
            String path = YamlNodes.child(node, "rest")
                    .flatMap(rest -> YamlNodes.text(rest, "path"))
                    .orElse("/");
            return List.of(path + "*");
        }
        if (!from().startsWith("platform-http")) {
            return List.of();
        }
        String path = from().replaceFirst("platform-http:?(//)?", "").replaceFirst("\\?.*", "");
        return List.of(path.isEmpty() ? "/*" : path);
    }

    /** It can stand beside its successor: what comes to it comes through the registry. */
    boolean isFlow() {
        return kind == Kind.ROUTE && from().matches("flow([:?].*)?");
    }

    /** Whether the two are known by the same id, or begin with the same URI. */
    boolean isAlike(Entry other) {
        return id.equals(other.id) || !from().isEmpty() && from().equals(other.from());
    }

    /** It can let its successor take its place while it ends what it has begun: who calls it finds the successor. */
    boolean isDirect() {
        return kind == Kind.ROUTE && from().startsWith("direct:");
    }
}
