package io.caravan.routing;

import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.support.service.ServiceHelper;

/** Lets a route that has to go end what it has begun, within a bound; who calls it meanwhile waits. */
final class Drain {
    private static final Duration GLANCE = Duration.ofMillis(2);
    private static final int GLANCES = 3;

    private final CamelContext context;
    private final Duration longest;

    Drain(CamelContext context, Duration longest) {
        this.context = context;
        this.longest = longest;
    }

    /** @return whether all has ended; if not, what has not is cut off when the route stops */
    boolean drain(List<Route> routes) throws InterruptedException {
        for (Route route : routes) {
            if (waitsWhenSuspended(route)) {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
        long end = System.nanoTime() + longest.toNanos();
        int quiet = 0;
        while (quiet < GLANCES) {
            quiet = inFlight(routes) == 0 ? quiet + 1 : 0;
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(GLANCE.toMillis());
        }
        return true;
    }

    /** A suspended platform-http consumer would answer 503; its requests are held before they reach it. */
    private static boolean waitsWhenSuspended(Route route) {
        return route.getConsumer() instanceof Suspendable
                && !route.getEndpoint().getEndpointUri().startsWith("platform-http:");
    }

    private int inFlight(List<Route> routes) {
        return routes.stream()
                .mapToInt(route -> context.getInflightRepository().size(route.getRouteId()))
                .sum();
    }
}
