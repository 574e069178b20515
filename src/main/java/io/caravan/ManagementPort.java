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
    private static final int NEIGHBOURS = 100;

    private ManagementPort() {}

    /**
     * With {@code camel.management.useGlobalSslContextParameters=true} it speaks TLS with what {@code camel.ssl.*} names. A port
     * that nobody chose gives way to what has it already: the next free one is the answer then.
     */
    static int listen(Settings settings, Vertx vertx, Router router, CamelContext context) {
        HttpServerOptions options = options(settings, context);
        settings.address("camel.management.host").ifPresent(host -> options.setHost(host.getHostAddress()));
        int first = settings.number("camel.management.port", 1);
        int last = settings.mayManageElsewhere() ? first + NEIGHBOURS : first;
        for (int port = first; ; port++) {
            try {
                listen(vertx.createHttpServer(options.setPort(port)).requestHandler(router));
                if (port > first) {
                    LOG.warn("camel.management.port {} is taken, {} is used instead", first, port);
                }
                return port;
            } catch (CompletionException taken) {
                if (port == last) {
                    throw refused(first, taken.getCause());
                }
            }
        }
    }

    private static void listen(HttpServer server) {
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    private static ConfigurationRefused refused(int port, Throwable taken) {
        return new ConfigurationRefused(
                "camel.management.port " + port + " cannot be used (" + taken.getMessage()
                        + "); stop what listens there, or choose another port.",
                taken);
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
