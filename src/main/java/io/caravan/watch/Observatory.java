package io.caravan.watch;

import io.caravan.http.Answers;
import io.caravan.http.Resource;
import io.caravan.http.Unanswered;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import java.util.function.Supplier;

/** What answers below {@code /observe} on the management port; each part is loaded when it is first asked for. */
public final class Observatory {
    private final Health health;
    private final Supplier<Metrics> metrics;

    public Observatory(Health health, Supplier<Metrics> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    public void mount(Router router) {
        Resource.get(router, "/observe/health").handler(context -> answer(context, Health::ready));
        Resource.get(router, "/observe/health/live").handler(context -> answer(context, Health::live));
        Resource.get(router, "/observe/health/ready").handler(context -> answer(context, Health::ready));
        Resource.get(router, "/observe/metrics").handler(this::scrape);
        Unanswered.mount(router);
    }

    private void answer(RoutingContext context, Function<Health, Health.Report> asked) {
        context.vertx()
                .executeBlocking(() -> asked.apply(health), false)
                .onSuccess(report -> Answers.json(
                        context, report.up() ? 200 : 503, report.json().encode()))
                .onFailure(context::fail);
    }

    private void scrape(RoutingContext context) {
        String accept = String.valueOf(context.request().getHeader("Accept"));
        context.vertx()
                .executeBlocking(() -> metrics.get().scrape(accept), false)
                .onSuccess(page -> Answers.send(context, 200, Metrics.contentType(accept), page))
                .onFailure(context::fail);
    }
}
