package io.caravan.http;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;

/** What a request says in its path and its query; what cannot be decoded, and what no database holds, is refused. */
public final class Parameters {
    private Parameters() {}

    public static String path(RoutingContext context, String name) {
        return checked(name, context.pathParam(name));
    }

    /** The first value that is not empty. */
    public static Optional<String> query(RoutingContext context, String name) {
        return values(context, name).stream()
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> checked(name, value));
    }

    private static List<String> values(RoutingContext context, String name) {
        try {
            return context.queryParam(name);
        } catch (HttpException | IllegalArgumentException undecodable) {
            throw new Problem(400, "Bad query", "The query cannot be decoded; write a percent sign as %25.");
        }
    }

    private static String checked(String name, String value) {
        if (value.indexOf(0) >= 0) {
            throw new Problem(400, "Bad " + name, name + " contains the character U+0000.");
        }
        return value;
    }
}
