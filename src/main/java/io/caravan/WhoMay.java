package io.caravan;

import io.caravan.console.access.Caller;
import io.caravan.console.access.Callers;
import io.caravan.console.access.Gate;
import io.caravan.console.access.Port;
import io.caravan.console.access.SignedTokens;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenFile;
import io.caravan.store.ConfigurationRefused;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may use this Caravan: whoever reaches it (on loopback only), or with {@code caravan.tokens} or {@code caravan.jwt.*} whoever is known. */
final class WhoMay {
    private static final Logger LOG = LoggerFactory.getLogger(WhoMay.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Optional<TokenFile> file;
    private final Optional<SignedTokens> signed;
    private final Token kamelets;

    private WhoMay(Optional<TokenFile> file, Optional<SignedTokens> signed, Token kamelets) {
        this.file = file;
        this.signed = signed;
        this.kamelets = kamelets;
    }

    static WhoMay of(Settings settings, Clock clock) {
        Optional<TokenFile> file = settings.text("caravan.tokens").isEmpty()
                ? Optional.empty()
                : Optional.of(TokenFile.open(settings.path("caravan.tokens")));
        Optional<SignedTokens> signed = issuer(settings).map(issuer -> new SignedTokens(issuer, clock));
        boolean open = file.isEmpty() && signed.isEmpty();
        return new WhoMay(file, signed, open ? new Token("sandbox") : Token.make(new SecureRandom()));
    }

    /** Refuses a port that others can reach and that would answer everybody, and settings that are wrong. */
    static void check(Settings settings) {
        if (settings.https() && !settings.text("camel.ssl.enabled").equals("true")) {
            throw new ConfigurationRefused(
                    "camel.server.useGlobalSslContextParameters is true, but camel.ssl.enabled is not: tokens"
                            + " would be sent without TLS; set camel.ssl.enabled=true and camel.ssl.keyStore.");
        }
        boolean open = of(settings, Clock.systemUTC()).open();
        refuseOpen(settings, "camel.server.host", open);
        if (settings.isManaged()) {
            refuseOpen(settings, "camel.management.host", open);
        }
    }

    private static void refuseOpen(Settings settings, String host, boolean open) {
        if (open && !settings.isLoopback(host)) {
            throw new ConfigurationRefused(host + " is '" + settings.text(host)
                    + "', but without authentication Caravan listens on loopback only; set caravan.tokens or"
                    + " caravan.jwt.issuer, or set it to 127.0.0.1.");
        }
    }

    private static Optional<SignedTokens.Issuer> issuer(Settings settings) {
        String issuer = settings.text("caravan.jwt.issuer");
        if (issuer.isEmpty() && settings.text("caravan.jwt.jwks-url").isEmpty()) {
            return Optional.empty();
        }
        if (issuer.isEmpty()) {
            throw new ConfigurationRefused(
                    "caravan.jwt.issuer is missing; with caravan.jwt.jwks-url it must say whose tokens are taken.");
        }
        if (settings.text("caravan.jwt.roles-claim").isEmpty()) {
            throw new ConfigurationRefused("caravan.jwt.roles-claim is empty; it must name the claim with the roles.");
        }
        return Optional.of(new SignedTokens.Issuer(
                issuer,
                keys(settings),
                Optional.of(settings.text("caravan.jwt.audience")).filter(audience -> !audience.isEmpty()),
                settings.text("caravan.jwt.roles-claim")));
    }

    private static URI keys(Settings settings) {
        URI url = settings.url("caravan.jwt.jwks-url");
        if (!url.getScheme().equals("https") && !isLoopback(url.getHost())) {
            throw new ConfigurationRefused(
                    "caravan.jwt.jwks-url must begin with https:, or anybody on the way could put"
                            + " keys of their own in; only on loopback it may be http:.");
        }
        return url;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private boolean open() {
        return file.isEmpty() && signed.isEmpty();
    }

    /** What stands before a port; where everybody may, it lets everybody in. */
    Handler<RoutingContext> gate(Port port) {
        return open() ? RoutingContext::next : new Gate(new Callers(file, signed, kamelets), port);
    }

    /** The name of who asks this, if it is known. */
    Optional<String> sender(RoutingContext request) {
        return open() ? Optional.empty() : Optional.of(Caller.of(request).name());
    }

    /** Has the file of tokens read again and again. */
    void keepReading(Vertx vertx) {
        file.ifPresent(tokens -> vertx.setPeriodic(
                LOOK.toMillis(),
                tick -> vertx.executeBlocking(() -> {
                    tokens.readAgain();
                    return tokens;
                })));
    }

    /** With which token our kamelets call the sandbox: where nobody is asked it is a word, else it lives as long as the process. */
    String sandboxToken() {
        return kamelets.text();
    }

    /** Tells that nobody is asked who they are. */
    void say() {
        if (open()) {
            LOG.warn("Whoever reaches this machine's loopback may do everything; caravan.tokens or caravan.jwt.issuer"
                    + " would ask who they are");
        }
    }
}
