package io.caravan;

import io.caravan.store.ConfigurationRefused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port for those who keep Caravan running. It is ours, not Camel's: it answers also while routes start and stop. */
final class ManagementPort {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);

    private ManagementPort() {}

    /** With {@code camel.management.useGlobalSslContextParameters=true} it speaks TLS with what {@code camel.ssl.*} names. */
    static void listen(Settings settings, Vertx vertx, Router router, CamelContext context) {
        HttpServerOptions options = options(settings, context);
        int port = settings.number("camel.management.port", 1);
        try {
            listen(vertx.createHttpServer(options), port, settings, router);
        } catch (CompletionException taken) {
            if (!settings.mayManageElsewhere()) {
                throw new ConfigurationRefused(
                        "camel.management.port " + port + " cannot be used ("
                                + taken.getCause().getMessage()
                                + "); stop what listens there, or choose another port.",
                        taken);
            }
            int free = listen(vertx.createHttpServer(options), 0, settings, router);
            LOG.warn("camel.management.port {} is taken, {} is used instead", port, free);
        }
    }

    private static int listen(HttpServer server, int port, Settings settings, Router router) {
        return server.requestHandler(router)
                .listen(port, settings.text("camel.management.host"))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static HttpServerOptions options(Settings settings, CamelContext context) {
        var options = new HttpServerOptions();
        if (!settings.text("camel.management.useGlobalSslContextParameters").equals("true")) {
            return options;
        }
        if (context.getSSLContextParameters() == null) {
            throw new ConfigurationRefused(
                    "camel.management.useGlobalSslContextParameters is true, but camel.ssl.enabled"
                            + " is not; set it, with a key store.");
        }
        try {
            VertxHelper.setupSSLOptions(context, context.getSSLContextParameters(), options.setSsl(true));
            return options;
        } catch (Exception unusable) {
            throw new ConfigurationRefused(
                    "camel.ssl.* cannot be used for the management port: " + unusable.getMessage() + ".", unusable);
        }
    }
}
