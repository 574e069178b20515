package io.caravan.sample;

import io.caravan.store.ConfigurationRefused;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/** The shipped application's part that is no route: its tables, and what it answers over HTTP. */
public final class Sample {
    private final Entitlements entitlements;

    private Sample(Entitlements entitlements) {
        this.entitlements = entitlements;
    }

    /** Opens it, creating its tables where they are missing; {@code journal} is only read. */
    public static Sample open(DataSource tables, DataSource journal, Clock clock) {
        try {
            Tables.create(tables);
        } catch (SQLException refused) {
            throw new ConfigurationRefused("The tables of action items and entitlements cannot be made: "
                    + refused.getMessage() + "; give Caravan's database user the right, or mend the data folder.");
        }
        return new Sample(new Entitlements(journal, tables, clock));
    }

    public void mount(Router router) {
        entitlements.mount(router);
    }
}
