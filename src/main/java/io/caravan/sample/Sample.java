package io.caravan.sample;

import io.caravan.flow.Event;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.OwnKey;
import io.caravan.store.deposit.Deposits;
import io.caravan.store.journal.Accepted;
import io.caravan.store.view.EventList;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.sql.DataSource;

/** The shipped application's part that is no route: its tables, and what it answers over HTTP. */
public final class Sample {
    private final Entitlements entitlements;
    private final Items items;
    private final ItemDoor door;

    private Sample(Entitlements entitlements, Items items, ItemDoor door) {
        this.entitlements = entitlements;
        this.items = items;
        this.door = door;
    }

    /**
     * What it stands on.
     *
     * @param journal is only read
     * @param key signs the ids that are issued
     */
    public record Ground(DataSource tables, DataSource journal, Keeping keeping, OwnKey key) {}

    /**
     * Where requests are safe.
     *
     * @param journal completes when an event is on disk
     * @param topic in front of the journal, if there is one: completes when an event is on all replicas in sync
     * @param deposits where documents lie that are too large for an event
     * @param kept for how long
     */
    public record Keeping(
            Function<Event, CompletableFuture<Accepted>> journal,
            Optional<Function<Event, CompletableFuture<Void>>> topic,
            Deposits deposits,
            Duration kept) {}

    /** Opens it, creating its tables where they are missing. */
    public static Sample open(Ground ground, Clock clock, Function<RoutingContext, String> who) {
        try {
            Tables.create(ground.tables());
        } catch (SQLException refused) {
            throw new ConfigurationRefused("The tables of action items and entitlements cannot be made: "
                    + refused.getMessage() + "; give Caravan's database user the right, or mend the data folder.");
        }
        var ids = new ItemId(ground.key());
        var safe = new SafeRequests(ground.keeping(), new EventList(ground.journal()), clock);
        return new Sample(
                new Entitlements(ground.journal(), ground.tables(), clock),
                new Items(ground.tables(), ids),
                new ItemDoor(ids, safe, who));
    }

    public void mount(Router router) {
        entitlements.mount(router);
        items.mount(router);
        door.mount(router);
    }
}
