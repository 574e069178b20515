package io.caravan.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes answers; safe from any thread. */
public final class Answers {
    private Answers() {}

    public static void json(RoutingContext context, int status, String body) {
        send(context, status, "application/json", body);
    }

    public static void problem(RoutingContext context, Problem problem) {
        if (problem.status() == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        send(
                context,
                problem.status(),
                "application/problem+json",
                problem.json().encode());
    }

    /** With HTTP/2 nobody else leaves the body of an answer to HEAD away. */
    public static void send(RoutingContext context, int status, String type, String body) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            boolean whole = !context.request().method().equals(HttpMethod.HEAD);
            response.setStatusCode(status).putHeader("Content-Type", type).end(whole ? body : "");
        }
    }
}
