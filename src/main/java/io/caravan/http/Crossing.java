package io.caravan.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guards the paths of routes that may be replaced: it knows how many requests are on each, and while a path is closed it holds
 * those that come, until the new route stands.
 */
public final class Crossing {
    private record Held(RoutingContext request, Context loop) {}

    private final Map<String, Integer> inside = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private Set<String> guarded = Set.of();
    private Set<String> closed = Set.of();

    /** To be mounted before the routes that it guards. */
    public void mount(Router router) {
        router.route().order(Integer.MIN_VALUE + 2).handler(this::pass);
    }

    private void pass(RoutingContext request) {
        if (mayPass(request)) {
            request.next();
        }
    }

    private synchronized boolean mayPass(RoutingContext request) {
        Optional<String> path = guarded.stream()
                .filter(pattern -> Paths.leadsTo(pattern, request.normalizedPath()))
                .findFirst();
        if (path.isEmpty()) {
            return true;
        }
        if (closed.contains(path.get())) {
            request.request().pause();
            held.add(new Held(request, Vertx.currentContext()));
            return false;
        }
        inside.merge(path.get(), 1, Integer::sum);
        request.addEndHandler(ended -> leave(path.get()));
        return true;
    }

    private synchronized void leave(String path) {
        inside.merge(path, -1, Integer::sum);
    }

    /** The paths that may be closed. */
    public synchronized void guard(Collection<String> paths) {
        guarded = Set.copyOf(paths);
        inside.keySet().removeIf(path -> !guarded.contains(path) && inside.get(path) == 0);
    }

    /** From now on requests to these paths wait. */
    public synchronized void close(Collection<String> paths) {
        closed = Set.copyOf(paths);
    }

    /** How many requests are on these paths. */
    public synchronized int inside(Collection<String> paths) {
        return paths.stream().mapToInt(path -> inside.getOrDefault(path, 0)).sum();
    }

    /** Lets everybody go on, to the routes as they are now. */
    public void open() {
        List<Held> waiting;
        synchronized (this) {
            closed = Set.of();
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(each -> each.loop().runOnContext(now -> {
            var request = each.request().request();
            request.resume();
            each.request().reroute(request.method(), request.uri());
        }));
    }
}
