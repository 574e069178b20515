package io.caravan;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A port without TLS on loopback, chosen by the machine, at which our own kamelets find the sandbox when the HTTP API speaks HTTPS
 * (the certificate there is for the outside, and they would have to trust it under the name 127.0.0.1) or listens at another
 * address only.
 */
record PlainDoor(Router router, int port) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Whether the HTTP API itself is not found at 127.0.0.1 without TLS. */
    static boolean isNeeded(Settings settings) {
        return settings.https()
                || settings.address("camel.server.host")
                        .filter(host -> !host.isAnyLocalAddress()
                                && !host.getHostAddress().equals(LOOPBACK))
                        .isPresent();
    }

    static PlainDoor open(Vertx vertx, Handler<RoutingContext> gate) {
        Router router = Router.router(vertx);
        router.route().handler(gate);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new PlainDoor(router, server.actualPort());
    }
}
