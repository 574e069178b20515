package io.caravan.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeSet;

/** Answers what no route takes with a problem: 404, 405 with the methods that are allowed, and requests that failed. */
public final class Unanswered {
    private final Router router;

    private Unanswered(Router router) {
        this.router = router;
    }

    /** To be mounted once; it stands behind all routes, also those that come later. */
    public static void mount(Router router) {
        var unanswered = new Unanswered(router);
        router.route().order(Integer.MIN_VALUE).failureHandler(unanswered::failed);
        router.route().last().handler(unanswered::unknown);
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
        Answers.problem(
                context,
                status < 500
                        ? new Problem(status, "Bad request", "The request cannot be read; check its path and headers.")
                        : new Problem(status, "Not done", "There was an error inside Caravan; its log says more."));
    }
}
