package io.caravan.sample;

import io.caravan.flow.Event;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.OwnKey;
import io.caravan.store.journal.Accepted;
import io.caravan.store.view.EventList;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Clock;
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
     * @param accepting completes when an event is on disk
     * @param key signs the ids that are issued
     */
    public record Ground(
            DataSource tables,
            DataSource journal,
            Function<Event, CompletableFuture<Accepted>> accepting,
            OwnKey key) {}

    /** Opens it, creating its tables where they are missing. */
    public static Sample open(Ground ground, Clock clock, Function<RoutingContext, String> who) {
        try {
            Tables.create(ground.tables());
        } catch (SQLException refused) {
            throw new ConfigurationRefused("The tables of action items and entitlements cannot be made: "
                    + refused.getMessage() + "; give Caravan's database user the right, or mend the data folder.");
        }
        var ids = new ItemId(ground.key());
        var safe = new SafeRequests(ground.accepting(), new EventList(ground.journal()), clock);
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
