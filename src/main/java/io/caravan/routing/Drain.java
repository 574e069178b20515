package io.caravan.routing;

import io.caravan.http.Crossing;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Lets routes that have to go end what they have begun, within a bound. */
final class Drain {
    private static final Duration GLANCE = Duration.ofMillis(2);
    private static final int GLANCES = 3;

    private final CamelContext context;
    private final Crossing crossing;
    private final Duration longest;

    Drain(CamelContext context, Crossing crossing, Duration longest) {
        this.context = context;
        this.crossing = crossing;
        this.longest = longest;
    }

    /** @return whether all has ended; if not, what has not is cut off when the routes stop */
    boolean drain(List<Route> routes, List<String> paths) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        int quiet = 0;
        while (quiet < GLANCES) {
            quiet = inFlight(routes) + crossing.inside(paths) == 0 ? quiet + 1 : 0;
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(GLANCE.toMillis());
        }
        return true;
    }

    private int inFlight(List<Route> routes) {
        return routes.stream()
                .mapToInt(route -> context.getInflightRepository().size(route.getRouteId()))
                .sum();
    }
}
