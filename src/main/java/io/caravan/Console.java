package io.caravan;

import io.caravan.console.Api;
import io.caravan.console.Description;
import io.caravan.console.Live;
import io.caravan.console.Moves;
import io.caravan.console.NowPage;
import io.caravan.console.Redaction;
import io.caravan.console.Samples;
import io.caravan.console.page.ConsolePage;
import io.caravan.dispatch.Orders;
import io.caravan.dispatch.Registry;
import io.caravan.intake.HttpIntake;
import io.caravan.routing.Reload;
import io.caravan.store.view.ActionTimes;
import io.caravan.store.view.DeadLetterList;
import io.caravan.store.view.Elsewhere;
import io.caravan.store.view.EventList;
import io.caravan.store.view.FlowList;
import io.caravan.store.view.FlowView;
import io.caravan.store.view.OpenWork;
import io.caravan.store.view.Outdated;
import io.caravan.store.view.RateList;
import io.caravan.store.view.VersionList;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** What people see and do: the API, what is told live, and the page; events come in beside them. */
final class Console implements AutoCloseable {
    private final Ground ground;
    private final DataSource reading;
    private final FlowView flows;
    private final EventList events;
    private final OpenWork work;
    private final Redaction redaction;
    private final Live live;

    /** What it stands on. */
    record Ground(Settings settings, Clock clock, Registry registry, Engine engine, Reload reload) {}

    Console(Ground ground, Moves moves) {
        Engine engine = ground.engine();
        this.ground = ground;
        this.reading = engine.database().reading();
        this.flows = new FlowView(reading, engine.claims(), engine.clock());
        this.events = new EventList(reading);
        this.work = new OpenWork(reading);
        this.redaction = Redaction.of(ground.settings().text("caravan.redact"));
        var elsewhere = ground.settings()
                .database()
                .map(shared -> new Elsewhere(reading, engine.clock(), engine.journal()::epoch));
        this.live = new Live(
                new Live.Sources(moves, elsewhere, work, ground.reload().generations()));
    }

    Api mount(VertxPlatformHttpRouter router, WaysIn waysIn) {
        HttpIntake intake = waysIn.mount(router, flows, events, redaction);
        Api api = api();
        api.mount(router);
        samples(intake).mount(router);
        now().mount(router);
        live.mount(router);
        Description.mount(router);
        new ConsolePage().mount(router);
        return api;
    }

    private Api api() {
        Engine engine = ground.engine();
        var views = new Api.Views(flows, new FlowList(reading), events, new DeadLetterList(reading), engine.sleepers());
        return new Api(
                new Api.Sources(
                        views,
                        ground.registry(),
                        ground.reload().generations(),
                        new Api.Acting(new Orders(engine.journal()), engine.pausing(), new Outdated(reading)),
                        new Api.Known(new VersionList(reading), new ActionTimes(reading), ground.reload()::source)),
                redaction,
                ground.clock());
    }

    private Samples samples(HttpIntake intake) {
        return new Samples(
                ground.settings().path("caravan.routes"),
                new Samples.Sources(ground.registry(), events, intake::take),
                redaction,
                ground.clock());
    }

    private NowPage now() {
        Clock clock = ground.engine().clock();
        return new NowPage(
                new RateList(reading, clock),
                work,
                flows,
                new NowPage.Routes(ground.registry(), ground.reload().generations()),
                new NowPage.Shown(redaction, clock));
    }

    /** Whoever listens is told no more. */
    @Override
    public void close() {
        live.close();
    }
}
