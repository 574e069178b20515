package io.caravan;

import io.caravan.connector.HubSpotAccounts;
import io.caravan.connector.HubSpotPortal;
import io.caravan.console.Redaction;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** What the properties must be before anything is opened. */
final class StartChecks {
    private static final int LAST_PORT = 65_535;

    private final Settings settings;

    StartChecks(Settings settings) {
        this.settings = settings;
    }

    /** Refuses what must not start. */
    void run() {
        settings.policies();
        List.of("caravan.data", "caravan.routes", "caravan.lib").forEach(settings::path);
        List.of("caravan.attempts", "caravan.accept.queue", "caravan.trigger.threads")
                .forEach(name -> settings.number(name, 1));
        if (!List.of("text", "json").contains(settings.text("caravan.log.format"))) {
            throw new ConfigurationRefused(
                    "caravan.log.format must be text or json, not '" + settings.text("caravan.log.format") + "'.");
        }
        settings.duration("caravan.stop.timeout");
        settings.duration("caravan.reload.drain");
        settings.duration("caravan.destination.check");
        settings.budgets();
        settings.duration("caravan.action-items.patience");
        settings.number("caravan.mail.port", 1);
        settings.retention();
        port("camel.server.port");
        port("camel.management.port");
        if (settings.isManaged()
                && settings.number("camel.server.port", 1) == settings.number("camel.management.port", 1)) {
            throw new ConfigurationRefused("camel.management.port must not be that of camel.server.port.");
        }
        WhoMay.check(settings);
        Redaction.of(settings.text("caravan.redact"));
        settings.database();
        settings.collector();
        settings.tracedShare();
        settings.webhookSecrets();
        Brokers.check(settings);
        checkHubSpot();
        if (!settings.sandbox()) {
            checkThirdParty("caravan.slack");
            checkThirdParty("caravan.hubspot");
        }
    }

    private void checkHubSpot() {
        String version = settings.text("caravan.hubspot.version");
        if (!HubSpotPortal.isVersion(version)) {
            throw new ConfigurationRefused(
                    "caravan.hubspot.version must be a date like 2026-09, v3 or v4, not '" + version + "'.");
        }
        String zone = settings.text("caravan.hubspot.zone");
        if (!zone.isEmpty() && !HubSpotAccounts.isZone(zone)) {
            throw new ConfigurationRefused(
                    "caravan.hubspot.zone must be a time zone like Europe/Berlin, or empty, not '" + zone + "'.");
        }
    }

    private int port(String name) {
        int port = settings.number(name, 1);
        if (port > LAST_PORT) {
            throw new ConfigurationRefused(name + " must be at most " + LAST_PORT + ", not '" + port + "'.");
        }
        return port;
    }

    /** Refuses a port that is taken: the HTTP server itself would wait for it without a word. */
    void portIsFree() {
        int port = port("camel.server.port");
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.text("camel.server.host"), port));
        } catch (IOException taken) {
            throw new ConfigurationRefused("camel.server.port " + port + " cannot be used (" + taken.getMessage()
                    + "); stop what listens there, or choose another port.");
        }
    }

    private void checkThirdParty(String prefix) {
        if (settings.text(prefix + ".token").isEmpty()) {
            throw new ConfigurationRefused(prefix + ".token is missing; set it (best by the environment variable "
                    + (prefix + ".token").toUpperCase(Locale.ROOT).replace('.', '_')
                    + "), or set caravan.sandbox=on to use the built-in stand-ins.");
        }
        URI url = settings.url(prefix + ".url");
        if ("https".equals(url.getScheme()) && url.getPort() >= 0) {
            throw new ConfigurationRefused(
                    prefix + ".url names a port; the HTTP client would then speak plain HTTP and show"
                            + " the token. Leave the port out.");
        }
    }
}
