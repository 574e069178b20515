package io.caravan;

import com.zaxxer.hikari.HikariDataSource;
import io.caravan.console.access.Caller;
import io.caravan.sample.Sample;
import io.vertx.ext.web.Router;
import java.time.Clock;

/** The shipped application with a place of its own beside the database; its routes write there, too. */
final class SampleTables implements AutoCloseable {
    private final HikariDataSource tables;
    private final Sample sample;

    SampleTables(Engine engine, Sample.Keeping keeping, Clock clock, LaterDataSource routes) {
        this.tables = engine.database().durable("sample");
        var ground = new Sample.Ground(tables, engine.database().reading(), keeping, engine.itemKey());
        this.sample = Sample.open(ground, clock, asker -> Caller.of(asker).name());
        routes.open(tables);
    }

    void mount(Router router) {
        sample.mount(router);
    }

    @Override
    public void close() {
        tables.close();
    }
}
