package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.FreePort;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Kafka in front of action items a request is there before it is answered, and applied once. */
class ActionItemsOnKafkaTest {
    private static final String SOCKS = "{\"title\":\"Buy socks\",\"target\":\"ada\"}";
    private static final Path INTAKE = Path.of("intake", "action-items.camel.yaml");

    private final String topic = "items-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private RunningCaravan caravan(String brokers) throws IOException {
        return RunningCaravan.start(
                folder,
                Files.readString(Path.of("routes", "action-items.camel.yaml")),
                Map.of(
                        "caravan.kafka.brokers",
                        brokers,
                        "caravan.kafka.topics",
                        "",
                        "caravan.kafka.group",
                        topic,
                        "caravan.action-items.topic",
                        topic));
    }

    /** One that takes requests and applies none. */
    private RunningCaravan door() throws IOException {
        Files.deleteIfExists(folder.resolve("routes").resolve(INTAKE));
        return caravan(KafkaBroker.shared().address());
    }

    private RunningCaravan whole() throws IOException {
        ShippedRoutes.intake(folder, "action-items");
        return caravan(KafkaBroker.shared().address());
    }

    private static HttpResponse<String> send(
            RunningCaravan caravan, String method, String path, String body, String... headers) {
        var request = caravan.to(path)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return caravan.send(
                request.method(method, BodyPublishers.ofString(body)).build());
    }

    private static String created(RunningCaravan caravan, String body, String... headers) {
        HttpResponse<String> answer = send(caravan, "POST", "/action-items", body, headers);
        assertEquals(202, answer.statusCode(), answer.body());
        return RunningCaravan.json(answer).path("id").asText();
    }

    private static JsonNode await(RunningCaravan caravan, String id, Predicate<JsonNode> as) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> caravan.read("/action-items/" + id), as);
    }

    /** All that is on the topic now. */
    private List<ConsumerRecord<String, byte[]>> records() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KafkaBroker.shared().address()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= end;
            });
            return records;
        }
    }

    @Test
    void a_request_is_on_kafka_before_it_is_answered_and_is_applied_once_by_whoever_reads_there() throws Exception {
        KafkaBroker.shared().topic(topic, 3);
        String item;
        String key = "order-" + topic;
        try (var door = door()) {
            item = created(door, SOCKS, "Idempotency-Key", key);
            List<ConsumerRecord<String, byte[]>> records = records();
            assertEquals(1, records.size());
            assertEquals(item, records.get(0).key());
            JsonNode request = Json.mapper().readTree(records.get(0).value());
            assertEquals("action-item.creation", request.path("type").asText());
            assertEquals(item, request.path("subject").asText());
            assertEquals(
                    "pending", door.read("/action-items/" + item).path("status").asText());
            assertEquals(0, door.read("/events").path("items").size());
            // whoever got no answer sends it again
            assertEquals(item, created(door, SOCKS, "Idempotency-Key", key));
            assertEquals(2, records().size());
        }
        try (var caravan = whole()) {
            await(caravan, item, read -> read.path("status").asText().equals("open"));
            try (var producer = KafkaBroker.shared().producer()) {
                ConsumerRecord<String, byte[]> first = records().get(0);
                producer.send(new ProducerRecord<>(
                                topic,
                                first.partition(),
                                first.timestamp(),
                                first.key(),
                                first.value(),
                                first.headers()))
                        .get();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> KafkaBroker.shared().committed(topic + ".action-items", topic) == 3);
            assertEquals(
                    1, caravan.read("/flows?name=action-item").path("items").size());

            assertTrue(RunningCaravan.json(send(caravan, "POST", "/action-items", SOCKS, "Idempotency-Key", key))
                    .path("duplicate")
                    .asBoolean());
            assertEquals(
                    422,
                    send(
                                    caravan,
                                    "POST",
                                    "/action-items",
                                    "{\"title\":\"Other\",\"target\":\"ada\"}",
                                    "Idempotency-Key",
                                    key)
                            .statusCode());
            assertEquals(3, records().size(), "what is known goes to Kafka no more");
        }
    }

    @Test
    void requests_of_one_item_apply_in_their_order_and_a_large_one_is_a_ticket_there() throws Exception {
        KafkaBroker.shared().topic(topic, 3);
        String large = "x".repeat(300_000);
        String item;
        try (var door = door()) {
            item = created(door, "{\"title\":\"Large\",\"target\":\"ada\",\"text\":\"" + large + "\"}");
            for (int i = 1; i <= 20; i++) {
                assertEquals(
                        202,
                        send(door, "PATCH", "/action-items/" + item, "{\"step\":" + i + ",\"at" + i + "\":true}")
                                .statusCode());
            }
            assertEquals(
                    202,
                    send(door, "PATCH", "/action-items/" + item, "{\"status\":\"completed\"}")
                            .statusCode());
        }
        List<ConsumerRecord<String, byte[]>> records = records();
        assertEquals(22, records.size());
        assertEquals(
                1, records.stream().map(ConsumerRecord::partition).distinct().count());
        assertTrue(records.stream().allMatch(record -> record.value().length < 2_000));
        try (var caravan = whole()) {
            JsonNode done =
                    await(caravan, item, read -> read.path("status").asText().equals("completed"));
            assertEquals(20, done.path("step").asInt());
            IntStream.rangeClosed(1, 20)
                    .forEach(i -> assertTrue(done.path("at" + i).asBoolean(), "at" + i));
            assertEquals(large, done.path("text").asText());
            assertEquals(0, done.path("exceptions").size(), done::toString);
        }
    }

    @Test
    void while_kafka_is_away_nothing_is_accepted_and_the_answer_says_to_come_again() throws Exception {
        try (var caravan = caravan("127.0.0.1:" + FreePort.next())) {
            HttpResponse<String> refused = send(caravan, "POST", "/action-items", SOCKS);
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            assertTrue(refused.body().contains("Idempotency-Key"), refused.body());
            JsonNode lines =
                    RunningCaravan.json(send(caravan, "POST", "/action-items", "[" + SOCKS + "," + SOCKS + "]"));
            assertEquals(
                    List.of(503, 503),
                    List.of(
                            lines.path(0).path("status").asInt(),
                            lines.path(1).path("status").asInt()));
            assertFalse(caravan.read("/events").path("items").elements().hasNext());
        }
    }
}
