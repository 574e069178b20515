package io.caravan.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Holds requests to paths whose routes are being replaced, and lets them go on when the new ones stand. */
public final class Crossing {
    private record Held(RoutingContext request, Context loop) {}

    private List<String> closed = List.of();
    private final List<Held> held = new ArrayList<>();

    /** To be mounted before the routes that it guards. */
    public void mount(Router router) {
        router.route().order(Integer.MIN_VALUE + 2).handler(this::pass);
    }

    private void pass(RoutingContext request) {
        if (!isHeld(request)) {
            request.next();
        }
    }

    private synchronized boolean isHeld(RoutingContext request) {
        boolean waits = closed.stream().anyMatch(path -> Paths.leadsTo(path, request.normalizedPath()));
        if (waits) {
            request.request().pause();
            held.add(new Held(request, Vertx.currentContext()));
        }
        return waits;
    }

    /** From now on requests to these paths wait. */
    public synchronized void close(List<String> paths) {
        closed = List.copyOf(paths);
    }

    /** Lets everybody go on. */
    public void open() {
        List<Held> waiting;
        synchronized (this) {
            closed = List.of();
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(each -> each.loop().runOnContext(now -> {
            each.request().request().resume();
            each.request().next();
        }));
    }
}
