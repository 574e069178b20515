package io.caravan;

import com.zaxxer.hikari.HikariDataSource;
import io.caravan.sandbox.Sandbox;
import io.caravan.store.Database;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import java.time.Clock;

/** The sandbox with a place of its own beside the database. */
final class StandIns implements AutoCloseable {
    private final HikariDataSource file;
    private final Sandbox sandbox;

    StandIns(Database database, Clock clock) {
        this.file = database.separate("sandbox");
        this.sandbox = Sandbox.open(file, clock);
    }

    void mount(Vertx vertx, Router router) {
        sandbox.mount(vertx, router);
    }

    Handler<NetSocket> mailServer(Vertx vertx, String password) {
        return sandbox.mailServer(vertx, password);
    }

    @Override
    public void close() {
        sandbox.close();
        file.close();
    }
}
