package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.RunningCaravan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read, and what a batch does that cannot be stored yet. */
class KafkaPatienceTest {
    private static final String ROUTES =
            """
            - route:
                id: slow
                from:
                  uri: flow:slow
                  parameters: { event: slow }
                  steps:
                    - delay: { constant: 800 }
            - route:
                id: slow.end
                from:
                  uri: flow:slow/end
                  steps:
                    - log: "end"
            """;

    private final String topic = "patience-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private Map<String, String> properties(String address, String... more) {
        var properties = new HashMap<>(
                Map.of("caravan.kafka.brokers", address, "caravan.kafka.topics", topic, "caravan.kafka.group", topic));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private void send(String type, int count) {
        try (var producer = KafkaBroker.shared().producer()) {
            for (int n = 0; n < count; n++) {
                producer.send(new ProducerRecord<>(
                        topic, ("{\"type\":\"" + type + "\",\"data\":" + n + "}").getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static int events(RunningCaravan caravan, String type) {
        return caravan.read("/events?limit=1000&type=" + type).path("items").size();
    }

    @Test
    void the_properties_of_kafka_s_client_pass_through_so_that_it_is_let_in() throws Exception {
        KafkaBroker.shared().topic(topic, 1);
        ShippedRoutes.intake(folder, "kafka");
        send("seen", 3);
        try (var caravan = RunningCaravan.start(
                folder,
                ROUTES,
                properties(
                        KafkaBroker.shared().saslAddress(),
                        "camel.component.kafka.security-protocol",
                        "SASL_PLAINTEXT",
                        "camel.component.kafka.sasl-mechanism",
                        "PLAIN",
                        "camel.component.kafka.sasl-jaas-config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                                + KafkaBroker.USER + "\" password=\"" + KafkaBroker.PASSWORD + "\";"))) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> events(caravan, "seen") == 3);
        }
    }

    @Test
    void who_is_not_let_in_says_so_and_is_there_again_when_the_broker_has_been_mended() throws Exception {
        KafkaBroker.shared().topic(topic, 1);
        ShippedRoutes.intake(folder, "kafka");
        send("seen", 3);
        String user = "late-" + topic;
        try (var caravan = RunningCaravan.start(
                folder,
                ROUTES,
                properties(
                        KafkaBroker.shared().saslAddress(),
                        "caravan.action-items.topic",
                        topic,
                        "camel.component.kafka.security-protocol",
                        "SASL_PLAINTEXT",
                        "camel.component.kafka.sasl-mechanism",
                        "SCRAM-SHA-256",
                        "camel.component.kafka.sasl-jaas-config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"the-secret\";"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> caravan.observe("/observe/health").body().contains("group " + topic));
            String item = "{\"title\":\"T\",\"target\":\"ada\"}";
            assertEquals(503, caravan.post("/action-items", item).statusCode());
            String health = caravan.observe("/observe/health").body();
            assertTrue(health.contains("producer") && !health.contains("the-secret"), health);
            assertEquals(0, events(caravan, "seen"));

            KafkaBroker.shared().letIn(user, "the-secret");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> events(caravan, "seen") == 3);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> caravan.post("/action-items", item).statusCode() == 202);
            assertFalse(caravan.observe("/observe/health").body().contains("let it in"));
        }
    }

    @Test
    void a_batch_that_finds_the_queue_full_is_stored_bit_by_bit() throws Exception {
        KafkaBroker.shared().topic(topic, 1);
        ShippedRoutes.intake(folder, "kafka");
        send("seen", 200);
        try (var caravan = RunningCaravan.start(
                folder, ROUTES, properties(KafkaBroker.shared().address(), "caravan.accept.queue", "40"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> KafkaBroker.shared().committed(topic, topic) == 200);
            assertEquals(200, events(caravan, "seen"));
            assertTrue(
                    caravan.observe("/observe/metrics")
                            .body()
                            .lines()
                            .anyMatch(line -> line.startsWith("caravan_events_total{outcome=\"refused\"}")
                                    && !line.endsWith(" 0.0")),
                    "the queue was never full");
        }
    }

    @Test
    void a_batch_that_takes_long_does_not_cost_the_seat_in_the_group() throws Exception {
        KafkaBroker.shared().topic(topic, 1);
        ShippedRoutes.intake(
                folder, "kafka", "sessionTimeoutMs: 10000", "sessionTimeoutMs: 10000\n        maxPollIntervalMs: 2000");
        send("slow", 40);
        try (var caravan = RunningCaravan.start(
                folder, ROUTES, properties(KafkaBroker.shared().address()))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> KafkaBroker.shared().owners(topic) == 1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .failFast("the seat was lost", () -> KafkaBroker.shared().owners(topic) == 0)
                    .until(() -> KafkaBroker.shared().committed(topic, topic) == 40);
            assertEquals(40, events(caravan, "slow"));
        }
    }
}
