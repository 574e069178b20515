package io.caravan;

import io.caravan.console.Redaction;
import io.caravan.intake.Endings;
import io.caravan.intake.FlowResults;
import io.caravan.intake.HttpIntake;
import io.caravan.intake.Patience;
import io.caravan.intake.Repeats;
import io.caravan.intake.Webhooks;
import io.caravan.store.Observer;
import io.caravan.store.view.EndedFlows;
import io.caravan.store.view.EventList;
import io.caravan.store.view.FlowView;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** What takes events over HTTP, put together. */
final class WaysIn implements AutoCloseable {
    private final Clock clock;
    private final WhoMay whoMay;
    private final CompletableFuture<Engine> engine = new CompletableFuture<>();
    private final Endings endings = new Endings();
    private final Webhooks webhooks;

    WaysIn(Settings settings, Clock clock, WhoMay whoMay) {
        this.clock = clock;
        this.whoMay = whoMay;
        this.webhooks = new Webhooks(
                settings.webhookSecrets(),
                events -> engine.thenCompose(opened -> opened.triggers().accept(events, opened.journal())),
                clock);
    }

    /** To be told what flows do. */
    Observer observer() {
        return endings;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    /** From now on events can be stored. */
    void opened(Engine opened) {
        endings.start(new EndedFlows(opened.database().reading())::among);
        engine.complete(opened);
    }

    HttpIntake mount(VertxPlatformHttpRouter router, FlowView flows, EventList events, Redaction redaction) {
        Engine opened = engine.join();
        var manners = new HttpIntake.Manners(
                new Repeats(events, task -> router.vertx().executeBlocking(Executors.callable(task), false)),
                new Patience(endings, new FlowResults(flows, redaction::result)),
                whoMay::sender);
        var intake = new HttpIntake(opened.triggers(), opened.journal(), clock, manners);
        intake.mount(router);
        return intake;
    }

    /** Whoever waits for flows is answered. */
    @Override
    public void close() {
        endings.close();
    }
}
