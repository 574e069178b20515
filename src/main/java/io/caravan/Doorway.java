package io.caravan;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;

/**
 * What every request to one of Camel's HTTP servers passes first. It stands there before the server listens: a handler that is
 * mounted on the running server's router would let in whoever comes earlier.
 */
final class Doorway extends AuthenticationConfigEntry {
    private final Handler<RoutingContext> keeper;

    private Doorway(Handler<RoutingContext> keeper) {
        this.keeper = keeper;
        setPath("/*");
    }

    /** Puts the keepers, one behind the other, before a server that has not started yet. */
    static void of(VertxPlatformHttpServerConfiguration server, List<Handler<RoutingContext>> keepers) {
        var entries = new ArrayList<AuthenticationConfigEntry>();
        keepers.forEach(keeper -> entries.add(new Doorway(keeper)));
        if (server.getAuthenticationConfig().isEnabled()) {
            entries.addAll(server.getAuthenticationConfig().getEntries());
        }
        var doorway = new AuthenticationConfig(entries);
        doorway.setEnabled(true);
        server.setAuthenticationConfig(doorway);
    }

    @Override
    public Handler<RoutingContext> createAuthenticationHandler(Vertx vertx) {
        return keeper;
    }
}
