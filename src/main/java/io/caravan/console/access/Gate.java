package io.caravan.console.access;

import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything that a port answers: 401 for whoever is not known, whether or not there is something behind the
 * path, and 403 for whoever lacks the role.
 */
public final class Gate implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Callers callers;
    private final Port port;

    public Gate(Callers callers, Port port) {
        this.callers = callers;
        this.port = port;
    }

    @Override
    public void handle(RoutingContext context) {
        Optional<Role> needed = port.need(context.request().method(), path(context));
        if (needed.isEmpty()) {
            context.next();
            return;
        }
        CompletableFuture<Caller> asked = callers.of(authorization(context));
        if (asked.isDone()) {
            admit(context, needed.get(), asked);
            return;
        }
        HttpServerRequest request = context.request();
        request.pause();
        Context eventLoop = context.vertx().getOrCreateContext();
        asked.whenComplete((caller, thrown) -> eventLoop.runOnContext(nothing -> {
            request.resume();
            admit(context, needed.get(), asked);
        }));
    }

    private static @Nullable String authorization(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        String path = path(context);
        return header == null && Port.isHook(path) ? "Bearer " + path.substring(path.lastIndexOf('/') + 1) : header;
    }

    /** Below where the router itself is mounted. */
    private static String path(RoutingContext context) {
        String path = context.normalizedPath();
        String mount = context.mountPoint();
        return mount == null || mount.equals("/") || !path.startsWith(mount) ? path : path.substring(mount.length());
    }

    private static void admit(RoutingContext context, Role needed, CompletableFuture<Caller> asked) {
        Caller caller;
        try {
            caller = asked.join();
        } catch (CompletionException refused) {
            refuse(context, refused.getCause());
            return;
        }
        if (caller.may(needed)) {
            caller.enters(context);
            keepTokenHere(context);
            context.next();
        } else {
            LOG.info("{} may not {} {}", caller.name(), context.request().method(), context.normalizedPath());
            Answers.problem(context, Refusals.forbidden(caller, needed));
        }
    }

    /**
     * A users' route is not given the token: Camel makes a header of it, and would send it on to the next third party that the
     * route calls. Only the sandbox reads it, as the third party that it plays.
     */
    private static void keepTokenHere(RoutingContext context) {
        if (!Port.isPlayed(path(context))) {
            context.request().headers().remove("Authorization");
        }
    }

    private static void refuse(RoutingContext context, Throwable cause) {
        if (!(cause instanceof Problem problem)) {
            LOG.error("a token could not be checked", cause);
            Answers.problem(context, new Problem(503, "Not checked", "The token cannot be checked at the moment."));
            return;
        }
        if (problem.status() == 401) {
            boolean given = context.request().headers().contains("Authorization");
            context.response().putHeader("WWW-Authenticate", given ? "Bearer error=\"invalid_token\"" : "Bearer");
        }
        Answers.problem(context, problem);
    }
}
