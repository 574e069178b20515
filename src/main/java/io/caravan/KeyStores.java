package io.caravan;

import io.caravan.routing.Reload;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** What {@code camel.ssl.*} names, for all that speak TLS. */
final class KeyStores {
    private KeyStores() {}

    /** Refuses what cannot be opened, before a port or a client is told to use it. */
    static void check(CamelContext context) {
        SSLContextParameters named = context.getSSLContextParameters();
        if (named == null) {
            return;
        }
        try {
            named.createSSLContext(context);
        } catch (GeneralSecurityException | IOException | RuntimeException unusable) {
            throw new ConfigurationRefused(
                    "camel.ssl.* cannot be used: " + Reload.reason(unusable)
                            + " camel.ssl.keyStore must name a key store that camel.ssl.keystorePassword opens, and so"
                            + " camel.ssl.trustStore with camel.ssl.trustStorePassword, where there is one.",
                    unusable);
        }
    }
}
