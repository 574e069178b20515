package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Budget;
import io.caravan.flow.Budgets;
import io.caravan.flow.Budgets.Allowance;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties, what overrides them, and what is refused. */
class SettingsTest {
    private static Settings with(String... namesAndValues) {
        var system = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            system.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(Map.of(), system);
    }

    private static void refused(Settings settings, String... words) {
        String sentence =
                assertThrows(ConfigurationRefused.class, settings::check).getMessage();
        for (String word : words) {
            assertTrue(sentence.contains(word), sentence);
        }
    }

    @Test
    void the_shipped_properties_are_sound() {
        Settings settings = with();
        settings.check();
        assertTrue(settings.sandbox());
        assertEquals("127.0.0.1", settings.text("camel.server.host"));
        assertEquals(8, settings.policies().redelivery().maximumRedeliveries());
    }

    @Test
    void every_property_is_overridden_by_the_environment_variable_of_its_name() {
        var environment = new HashMap<String, String>();
        Properties shipped = with().all();
        shipped.stringPropertyNames()
                .forEach(name -> environment.put(name.toUpperCase().replaceAll("[./-]", "_"), "value of " + name));
        Settings settings = Settings.load(environment, new Properties());
        shipped.stringPropertyNames().forEach(name -> assertEquals("value of " + name, settings.text(name)));
        assertTrue(environment.containsKey("CARAVAN_REDELIVERY_BACK_OFF_MULTIPLIER"));
    }

    @Test
    void a_system_property_beats_the_environment() {
        var system = new Properties();
        system.setProperty("caravan.data", "of -D");
        system.setProperty("camel.component.kafka.brokers", "k:9092");
        Settings settings = Settings.load(Map.of("CARAVAN_DATA", "of env", "CARAVAN_ROUTES", "r"), system);
        assertEquals("of -D", settings.text("caravan.data"));
        assertEquals("r", settings.text("caravan.routes"));
        assertEquals("k:9092", settings.text("camel.component.kafka.brokers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v5", "latest", "2026/09"})
    void a_version_of_hubspot_that_nobody_knows_is_refused(String version) {
        refused(with("caravan.hubspot.version", version), "caravan.hubspot.version", "2026-09");
        with("caravan.hubspot.version", "v3").check();
    }

    @Test
    void a_time_zone_of_hubspot_that_does_not_exist_is_refused() {
        refused(with("caravan.hubspot.zone", "Mars/Olympus"), "caravan.hubspot.zone", "Mars/Olympus");
        with("caravan.hubspot.zone", "Europe/Berlin").check();
    }

    @Test
    void without_a_collector_of_its_own_that_of_the_environment_is_taken() {
        assertTrue(with().collector().isEmpty());
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c.example.org:4318");
        assertEquals(
                "http://c.example.org:4318",
                Settings.load(environment, new Properties())
                        .collector()
                        .orElseThrow()
                        .toString());
        var system = new Properties();
        system.setProperty("caravan.tracing.endpoint", "http://own.example.org:4318");
        assertEquals(
                "own.example.org",
                Settings.load(environment, system).collector().orElseThrow().getHost());
    }

    @Test
    void the_address_that_hubspot_calls_is_an_address() {
        with("caravan.hubspot.webhook-url", "https://caravan.example.org/webhooks/hubspot")
                .check();
        refused(with("caravan.hubspot.webhook-url", "caravan.example.org"), "caravan.hubspot.webhook-url", "https://");
    }

    @Test
    void a_week_is_the_shortest_retention() {
        assertEquals(Duration.ofDays(30), with().retention());
        with("caravan.retention", "7d").check();
        refused(with("caravan.retention", "6d23h59m"), "caravan.retention", "at least 7d");
    }

    @Test
    void budgets_hold_where_no_sandbox_plays_unless_it_is_wanted_otherwise() {
        assertEquals(Budgets.NONE, with().budgets());
        Budgets on = with("caravan.destination.budgets", "on", "caravan.destination.billing.budget", "5/1m, 1000/1d")
                .budgets();
        assertEquals(
                List.of(
                        new Allowance("billing", "", new Budget(5, Duration.ofMinutes(1))),
                        new Allowance("billing", "", new Budget(1000, Duration.ofDays(1)))),
                on.of("billing", "P1"));
        assertEquals(
                List.of("", "C1"),
                on.of("slack/chat.postMessage", "C1").stream()
                        .map(Allowance::part)
                        .toList());
        assertEquals(List.of(), on.of("elsewhere", ""));
        assertEquals(0.8, on.share());
        Budgets real = with("caravan.slack.token", "xoxb-1", "caravan.hubspot.token", "pat-1")
                .budgets();
        assertEquals(2, real.of("hubspot", "").size());
    }

    @Test
    void a_management_port_that_nobody_chose_may_give_way() {
        assertTrue(with().mayManageElsewhere());
        assertFalse(with("camel.management.port", "9876").mayManageElsewhere());
        assertFalse(with("camel.management.port", "9877").mayManageElsewhere());
        assertFalse(Settings.load(Map.of("CAMEL_MANAGEMENT_PORT", "9876"), new Properties())
                .mayManageElsewhere());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "", "::", "192.0.2.1"})
    void a_host_that_is_not_loopback_is_refused(String host) {
        refused(with("camel.server.host", host), "camel.server.host");
        refused(with("camel.management.host", host), "camel.management.host");
        with("camel.management.enabled", "false", "camel.management.host", host).check();
    }

    @Test
    void with_authentication_every_host_is_taken(@TempDir Path folder) throws IOException {
        String file = Files.createFile(folder.resolve("tokens")).toString();
        with("camel.server.host", "0.0.0.0", "caravan.sandbox", "on", "caravan.tokens", file)
                .check();
        with(
                        "camel.server.host",
                        "0.0.0.0",
                        "caravan.sandbox",
                        "on",
                        "caravan.jwt.issuer",
                        "https://issuer.example.org",
                        "caravan.jwt.jwks-url",
                        "https://issuer.example.org/keys")
                .check();
    }

    @Test
    void the_management_port_is_not_open_to_others_either() {
        refused(with("camel.management.enabled", "true", "camel.management.host", "0.0.0.0"), "camel.management.host");
        refused(with("camel.management.enabled", "true", "camel.management.host", ""), "camel.management.host");
        with("camel.management.enabled", "true", "camel.management.host", "127.0.0.1")
                .check();
    }

    @ParameterizedTest
    @CsvSource({
        "https://i.example.org,'',caravan.jwt.jwks-url",
        "'',https://i.example.org/keys,caravan.jwt.issuer",
        "https://i.example.org,http://i.example.org/keys,caravan.jwt.jwks-url",
        "https://i.example.org,keys,caravan.jwt.jwks-url"
    })
    void an_issuer_without_its_keys_or_keys_over_plain_http_are_refused(String issuer, String keys, String name) {
        refused(with("caravan.jwt.issuer", issuer, "caravan.jwt.jwks-url", keys), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void a_loopback_host_is_taken(String host) {
        with("camel.server.host", host).check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "", "ON"})
    void a_sandbox_that_is_neither_auto_on_nor_off_is_refused(String word) {
        refused(with("caravan.sandbox", word), "caravan.sandbox");
    }

    @Test
    void without_the_sandbox_both_tokens_must_be_there() {
        refused(with("caravan.sandbox", "off"), "caravan.slack.token", "CARAVAN_SLACK_TOKEN");
        refused(with("caravan.sandbox", "off", "caravan.slack.token", "x"), "caravan.hubspot.token");
        with("caravan.sandbox", "off", "caravan.slack.token", "x", "caravan.hubspot.token", "y")
                .check();
    }

    @Test
    void one_token_turns_the_automatic_sandbox_off_so_that_a_misnamed_secret_cannot_fake_effects() {
        Settings settings = with("caravan.slack.token", "x");
        assertFalse(settings.sandbox());
        refused(settings, "caravan.hubspot.token");
        assertTrue(with("caravan.slack.token", "x", "caravan.sandbox", "on").sandbox());
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.org:8443,port",
        "api.example.org,address",
        "ftp://x,address",
        "http://a b,address",
        "'',address"
    })
    void an_address_of_a_third_party_that_cannot_be_used_is_refused(String url, String word) {
        refused(
                with(
                        "caravan.sandbox",
                        "off",
                        "caravan.slack.token",
                        "x",
                        "caravan.hubspot.token",
                        "y",
                        "caravan.slack.url",
                        url),
                "caravan.slack.url",
                word);
    }

    @ParameterizedTest
    @CsvSource({
        "caravan.redelivery.delay,5",
        "caravan.redelivery.maximum-delay,soon",
        "caravan.redelivery.maximum-redeliveries,-2",
        "caravan.redelivery.maximum-redeliveries,x",
        "caravan.redelivery.back-off-multiplier,0",
        "caravan.redelivery.back-off-multiplier,NaN",
        "caravan.redelivery.jitter,2",
        "caravan.redelivery.jitter,x",
        "caravan.attempt.timeout,0s",
        "caravan.stop.timeout,30",
        "caravan.destination.budgets,maybe",
        "caravan.destination.check,15",
        "caravan.destination.announced-share,1.5",
        "caravan.destination.hubspot.budget,80",
        "caravan.destination.slack/chat.postMessage.part-budget,'1/1s, fast'",
        "caravan.retention,30",
        "caravan.retention,6d",
        "caravan.retention,0s",
        "caravan.attempts,0",
        "caravan.accept.queue,x",
        "caravan.trigger.threads,-1",
        "camel.server.port,0",
        "camel.server.port,70000",
        "camel.management.port,70000",
        "caravan.log.format,yaml",
        "camel.management.port,8080",
        "caravan.data,''",
        "caravan.routes,''",
        "caravan.database.url,jdbc:x",
        "caravan.tokens,/not/there",
        "caravan.tracing.endpoint,127.0.0.1:4318",
        "caravan.tracing.share,1.1",
        "caravan.tracing.share,all",
        "caravan.redact,$.",
        "caravan.kafka.brokers,kafka",
        "caravan.kafka.brokers,http://k:1",
        "caravan.rabbitmq.uri,http://x:1",
        "caravan.rabbitmq.uri,rabbitmq:5672"
    })
    void a_bad_value_is_refused_before_anything_starts(String name, String value) {
        refused(with(name, value), name);
    }

    @Test
    void tls_that_is_asked_for_but_not_enabled_is_refused_rather_than_served_in_the_open() {
        refused(with("camel.server.useGlobalSslContextParameters", "true"), "camel.ssl.enabled");
        with(
                        "camel.server.useGlobalSslContextParameters",
                        "true",
                        "camel.ssl.enabled",
                        "true",
                        "camel.ssl.keyStore",
                        "file:x")
                .check();
    }
}
