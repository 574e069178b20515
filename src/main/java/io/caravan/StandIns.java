package io.caravan;

import com.zaxxer.hikari.HikariDataSource;
import io.caravan.sandbox.Sandbox;
import io.caravan.store.Database;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;

/** The sandbox with its own file beside the database. */
final class StandIns implements AutoCloseable {
    private final HikariDataSource file;
    private final Sandbox sandbox;

    StandIns(Path folder, Clock clock) {
        this.file = Database.separate(folder.resolve("sandbox.db"));
        this.sandbox = Sandbox.open(file, clock);
    }

    void mount(Vertx vertx, Router router) {
        sandbox.mount(vertx, router);
    }

    @Override
    public void close() {
        sandbox.close();
        file.close();
    }
}
