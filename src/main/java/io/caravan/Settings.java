package io.caravan;

import io.caravan.dispatch.Schedule;
import io.caravan.flow.Budgets;
import io.caravan.flow.Durations;
import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import io.caravan.intake.Webhooks;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The properties in force: those of the shipped {@code application.properties}, over them the file of this name in the
 * working folder, over both the environment ({@code caravan.data} is {@code CARAVAN_DATA}), over all {@code -D}.
 */
final class Settings {

    /** The one that is shipped; another Caravan on this machine may have it. */
    private static final String MANAGEMENT_PORT = "9876";

    private static final String COLLECTOR = "caravan.tracing.endpoint";
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(7);
    private static final Path FILE = Path.of("application.properties");

    private final Properties properties;
    private final boolean managementPortChosen;

    private Settings(Properties properties, boolean managementPortChosen) {
        this.properties = properties;
        this.managementPortChosen = managementPortChosen;
    }

    static Settings load(Map<String, String> environment, Properties system) {
        var properties = new Properties();
        try (InputStream shipped = Settings.class.getResourceAsStream("/application.properties")) {
            properties.load(shipped);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the shipped application.properties cannot be read", unreadable);
        }
        if (Files.exists(FILE)) {
            loadOwn(properties);
        }
        for (String name : properties.stringPropertyNames()) {
            String variable = name.toUpperCase(Locale.ROOT).replaceAll("[./-]", "_");
            Optional.ofNullable(environment.get(variable)).ifPresent(value -> properties.setProperty(name, value));
        }
        if (properties.getProperty(COLLECTOR, "").isBlank()) {
            properties.setProperty(COLLECTOR, environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", ""));
        }
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith("caravan.") || name.startsWith("camel."))
                .forEach(name -> properties.setProperty(name, system.getProperty(name)));
        boolean chosen = environment.containsKey("CAMEL_MANAGEMENT_PORT")
                || system.stringPropertyNames().contains("camel.management.port")
                || !MANAGEMENT_PORT.equals(properties.getProperty("camel.management.port"));
        return new Settings(properties, chosen);
    }

    private static void loadOwn(Properties properties) {
        try (InputStream own = Files.newInputStream(FILE)) {
            properties.load(own);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new ConfigurationRefused(
                    FILE.toAbsolutePath() + " cannot be read (" + unreadable.getMessage()
                            + "); it must be a file of properties, each backslash written twice.",
                    unreadable);
        }
    }

    /** All of them, for Camel's placeholders and its own configuration. */
    Properties all() {
        return properties;
    }

    String text(String name) {
        return properties.getProperty(name, "").strip();
    }

    int number(String name, int least) {
        try {
            int number = Integer.parseInt(text(name));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below like a number that is too small
        }
        throw new ConfigurationRefused(name + " must be a whole number from " + least + ", not '" + text(name) + "'.");
    }

    double decimal(String name, double least, double most) {
        try {
            double decimal = Double.parseDouble(text(name));
            if (decimal >= least && decimal <= most) {
                return decimal;
            }
        } catch (NumberFormatException notANumber) {
            // refused below like a number out of range
        }
        throw new ConfigurationRefused(
                name + " must be a number from " + least + " to " + most + ", not '" + text(name) + "'.");
    }

    Duration duration(String name) {
        return Durations.parse(text(name))
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new ConfigurationRefused(
                        name + " must be a duration with its unit, e.g. 30s or 5m, up to 36500d, not '" + text(name)
                                + "'."));
    }

    Path path(String name) {
        if (text(name).isEmpty()) {
            throw new ConfigurationRefused(name + " is empty; it must name a folder.");
        }
        return Path.of(text(name));
    }

    Policies policies() {
        var redelivery = new Redelivery(
                number("caravan.redelivery.maximum-redeliveries", -1),
                duration("caravan.redelivery.delay"),
                decimal("caravan.redelivery.back-off-multiplier", 1, 1_000),
                duration("caravan.redelivery.maximum-delay"),
                decimal("caravan.redelivery.jitter", 0, 0.99));
        return new Policies(
                redelivery, duration("caravan.attempt.timeout"), bean -> Optional.of(redelivery), Schedule::problem);
    }

    /** How often destinations may be called; while the sandbox plays them, as often as one likes, unless it is wanted otherwise. */
    Budgets budgets() {
        return new DestinationBudgets(this).read();
    }

    /** How long flows that have ended are kept. */
    Duration retention() {
        Duration kept = duration("caravan.retention");
        if (kept.compareTo(SHORTEST_RETENTION) < 0) {
            throw new ConfigurationRefused("caravan.retention must be at least 7d, not '" + text("caravan.retention")
                    + "': until then a repeated event must be known.");
        }
        return kept;
    }

    /** Where traces are sent; empty = nothing is traced. */
    Optional<URI> collector() {
        return text(COLLECTOR).isEmpty() ? Optional.empty() : Optional.of(url(COLLECTOR));
    }

    /** Of the events that came without a trace, the share that begins one. */
    double tracedShare() {
        return decimal("caravan.tracing.share", 0, 1);
    }

    /** The PostgreSQL to use; empty = the embedded database. */
    Optional<Database.Address> database() {
        String url = text("caravan.database.url");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ConfigurationRefused("caravan.database.url must be an address like"
                    + " jdbc:postgresql://db.example.org:5432/caravan, or empty for the embedded database.");
        }
        return Optional.of(new Database.Address(url, text("caravan.database.user"), text("caravan.database.password")));
    }

    /** Whether the sandbox stands in for Slack and HubSpot. */
    boolean sandbox() {
        boolean token = !text("caravan.slack.token").isEmpty()
                || !text("caravan.hubspot.token").isEmpty();
        return switch (text("caravan.sandbox")) {
            case "on" -> true;
            case "off" -> false;
            case "auto" ->
                !token
                        && isLoopback("camel.server.host")
                        && text("caravan.database.url").isEmpty();
            default ->
                throw new ConfigurationRefused(
                        "caravan.sandbox must be auto, on or off, not '" + text("caravan.sandbox") + "'.");
        };
    }

    /** Whether the address that a port listens at is reached from this machine only; none = it listens everywhere. */
    boolean isLoopback(String name) {
        return address(name).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** The address that a port listens at; none = everywhere. */
    Optional<InetAddress> address(String name) {
        String host = text(name);
        try {
            return host.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            throw new ConfigurationRefused(name + " '" + host + "' is not known.");
        }
    }

    /** Refuses what must not start. */
    void check() {
        new StartChecks(this).run();
    }

    /** Whether the HTTP API speaks TLS. */
    boolean https() {
        return text("camel.server.useGlobalSslContextParameters").equals("true");
    }

    /** What those sign with who call our webhooks. */
    Webhooks.Secrets webhookSecrets() {
        Optional<String> address = text("caravan.hubspot.webhook-url").isEmpty()
                ? Optional.empty()
                : Optional.of(url("caravan.hubspot.webhook-url").toString());
        return new Webhooks.Secrets(
                text("caravan.slack.signing-secret"), text("caravan.hubspot.client-secret"), address);
    }

    URI url(String name) {
        try {
            URI url = new URI(text(name));
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException notAnAddress) {
            // refused below like an address without a host
        }
        throw new ConfigurationRefused(
                name + " must be an address like https://api.example.org, not '" + text(name) + "'.");
    }

    /** Whether there is a management port. */
    boolean isManaged() {
        return text("camel.management.enabled").equals("true");
    }

    /** Whether another port will do for the management: this one was not chosen, and another Caravan here may have it. */
    boolean mayManageElsewhere() {
        return !managementPortChosen;
    }
}
