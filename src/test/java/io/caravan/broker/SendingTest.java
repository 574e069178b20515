package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.caravan.FreePort;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions, and the ends of flows, send to real brokers. */
class SendingTest {
    private final String name = "sent-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private static String routes(String uri, String parameters) {
        return """
                - route:
                    id: tell
                    from:
                      uri: flow:tell
                      parameters: { event: tell }
                      steps:
                        - log: "tell"
                - route:
                    id: tell.all
                    from:
                      uri: flow:tell/all
                      parameters: { redeliveryPolicy: "#none" }
                      steps:
                        - setHeader: { name: Shown, simple: "yes" }
                        - marshal: { json: {} }
                        - to:
                            uri: "%s"
                            parameters: { %s }
                - beans:
                    - name: none
                      type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
                      properties: { maximumRedeliveries: 1, redeliveryDelay: 1 }
                """
                .formatted(uri, parameters);
    }

    private List<ConsumerRecord<String, String>> received(String topic, int count) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        KafkaBroker.shared().address(),
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var records = new ArrayList<ConsumerRecord<String, String>>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
            return records;
        }
    }

    @Test
    void an_action_sends_to_kafka_and_what_is_the_house_s_own_stays_there() throws Exception {
        KafkaBroker.shared().topic(name, 1);
        KafkaBroker.shared().topic(name + ".ends", 1);
        try (var caravan = RunningCaravan.start(
                folder,
                routes("kafka:" + name, "key: k-1"),
                Map.of(
                        "caravan.kafka.brokers",
                        KafkaBroker.shared().address(),
                        "caravan.life-cycle.uri",
                        "kafka:" + name + ".ends"))) {
            JsonNode flow = caravan.flow("tell", "{\"n\":1}", "completed");
            ConsumerRecord<String, String> record = received(name, 1).get(0);
            assertEquals("{\"n\":1}", record.value());
            assertEquals("k-1", record.key());
            var headers = new ArrayList<String>();
            record.headers().forEach(header -> headers.add(header.key().toLowerCase(Locale.ROOT)));
            assertTrue(headers.contains("shown"), headers::toString);
            assertFalse(headers.stream().anyMatch(header -> header.startsWith("caravan")), headers::toString);

            ConsumerRecord<String, String> end = received(name + ".ends", 1).get(0);
            JsonNode told = Json.tree(end.value());
            assertEquals("caravan.flow.completed", told.path("type").asText());
            assertEquals("1.0", told.path("specversion").asText());
            assertEquals(flow.path("id"), told.path("data").path("flow"));
            assertEquals(flow.path("id").asText(), end.key());
            assertEquals(
                    0,
                    caravan.read("/events?type=caravan.flow.completed")
                            .path("items")
                            .size());
        }
    }

    @Test
    void an_action_sends_to_rabbitmq_and_what_is_the_house_s_own_stays_there() throws Exception {
        String uri = RabbitNode.shared();
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum"));
            try (var caravan = RunningCaravan.start(
                    folder,
                    routes("spring-rabbitmq:default", "routingKey: " + name),
                    Map.of("caravan.rabbitmq.uri", uri))) {
                caravan.flow("tell", "{\"n\":1}", "completed");
                GetResponse message = channel.basicGet(name, true);
                assertEquals("{\"n\":1}", new String(message.getBody(), StandardCharsets.UTF_8));
                Map<String, Object> headers = message.getProps().getHeaders();
                assertTrue(headers.containsKey("Shown"), headers::toString);
                assertFalse(
                        headers.keySet().stream().anyMatch(header -> header.toLowerCase(Locale.ROOT)
                                .startsWith("caravan")),
                        headers::toString);
            }
        }
    }

    @Test
    void a_message_to_an_exchange_that_is_not_there_is_not_taken_for_sent() throws Exception {
        try (var caravan = RunningCaravan.start(
                folder,
                routes("spring-rabbitmq:" + name, "routingKey: any"),
                Map.of("caravan.rabbitmq.uri", RabbitNode.shared()))) {
            JsonNode action = RunningCaravan.action(caravan.flow("tell", "{}", "failed"), "all");
            assertEquals("dead", action.path("state").asText(), action::toString);
            assertTrue(action.path("error").toString().contains("NOT_FOUND"), action::toString);
        }
    }

    @Test
    void a_broker_that_is_away_leaves_the_effect_uncertain_and_holds_up_no_stop() throws Exception {
        var caravan = RunningCaravan.start(
                folder,
                routes("kafka:" + name, "maxBlockMs: 500, deliveryTimeoutMs: 600, requestTimeoutMs: 500, lingerMs: 0"),
                Map.of("caravan.kafka.brokers", "127.0.0.1:" + FreePort.next(), "caravan.kafka.topics", ""));
        JsonNode action = RunningCaravan.action(caravan.flow("tell", "{}", "failed"), "all");
        assertEquals("uncertain", action.path("state").asText(), action::toString);
        long begun = System.nanoTime();
        caravan.close();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertTrue(seconds < 15, () -> "stopping took " + seconds + " s");
    }
}
