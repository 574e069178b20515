package io.caravan.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what no route takes with a problem: 404, 405 with the methods that are allowed, and requests that failed. */
public final class Unanswered {
    private static final Logger LOG = LoggerFactory.getLogger(Unanswered.class);

    private final Router router;

    private Unanswered(Router router) {
        this.router = router;
    }

    /** To be mounted once; it stands behind all routes, also those that come later. */
    public static void mount(Router router) {
        var unanswered = new Unanswered(router);
        router.errorHandler(400, Unanswered::illegible);
        router.route().order(Integer.MIN_VALUE).failureHandler(unanswered::failed);
        router.route().last().handler(unanswered::unknown);
    }

    /** The same where the router is Camel's: one outside of it decodes the path before any route is asked. */
    public static void mount(Router router, HttpServer server) {
        mount(router);
        if (server.requestHandler() instanceof Router outermost && outermost != router) {
            outermost.errorHandler(400, Unanswered::illegible);
        }
    }

    private static void illegible(RoutingContext context) {
        Answers.problem(
                context,
                new Problem(
                        400, "Bad address", "The path or the query cannot be decoded; write a percent sign as %25."));
    }

    private void unknown(RoutingContext context) {
        var allowed = new TreeSet<String>();
        router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .filter(route -> Paths.leadsTo(route.getPath(), context.normalizedPath()))
                .forEach(route -> route.methods().stream().map(HttpMethod::name).forEach(allowed::add));
        String asked = context.request().method() + " " + context.normalizedPath();
        if (allowed.isEmpty()) {
            Answers.problem(
                    context, new Problem(404, "Nothing here", "Nothing answers " + asked + "; see the API's paths."));
        } else {
            String methods = String.join(", ", allowed);
            context.response().putHeader("Allow", methods);
            Answers.problem(
                    context,
                    new Problem(
                            405, "Method not allowed", asked + " is not possible; this path takes " + methods + "."));
        }
    }

    private void failed(RoutingContext context) {
        if (context.failure() instanceof Problem problem) {
            Answers.problem(context, problem);
            return;
        }
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status >= 500) {
            LOG.error(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
        }
        Answers.problem(
                context,
                status < 500
                        ? new Problem(status, "Bad request", "The request cannot be read; check its path and headers.")
                        : new Problem(status, "Not done", "There was an error inside Caravan; its log says more."));
    }
}
