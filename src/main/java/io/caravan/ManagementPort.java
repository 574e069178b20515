package io.caravan;

import io.caravan.store.ConfigurationRefused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.common.VertxHelper;

/** The port for those who keep Caravan running. It is ours, not Camel's: it answers also while routes start and stop. */
final class ManagementPort {
    private ManagementPort() {}

    /** With {@code camel.management.useGlobalSslContextParameters=true} it speaks TLS with what {@code camel.ssl.*} names. */
    static void listen(Settings settings, Vertx vertx, Router router, CamelContext context) {
        HttpServerOptions options = options(settings, context);
        int port = settings.number("camel.management.port", 1);
        try {
            vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen(port, settings.text("camel.management.host"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException taken) {
            throw new ConfigurationRefused(
                    "camel.management.port " + port + " cannot be used ("
                            + taken.getCause().getMessage() + ").",
                    taken);
        }
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
