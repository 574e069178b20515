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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Kafka in front of action items a request is there before it is answered, and applied once. */
class ActionItemsOnKafkaTest {
    private static final String SOCKS = "{\"title\":\"Buy socks\",\"target\":\"ada\"}";

    private static final String TOPIC = "items-" + UUID.randomUUID();
    private static final String KEY = "order-" + TOPIC;
    private static final String LARGE = "x".repeat(300_000);

    @TempDir
    private static Path folder;

    /** Made while nobody applied anything. */
    private static String repeated;

    private static String changed;
    private static List<ConsumerRecord<String, byte[]>> before;

    private static RunningCaravan caravan;

    private static RunningCaravan caravan(Path folder, String brokers) throws IOException {
        return RunningCaravan.start(
                folder,
                Files.readString(Path.of("routes", "action-items.camel.yaml")),
                Map.of(
                        "caravan.kafka.brokers",
                        brokers,
                        "caravan.kafka.topics",
                        "",
                        "caravan.kafka.group",
                        TOPIC,
                        "caravan.action-items.topic",
                        TOPIC));
    }

    /** Requests come to a Caravan that applies none, which is then started again as one that does. */
    @BeforeAll
    static void start() throws IOException {
        KafkaBroker.shared().topic(TOPIC, 3);
        try (var door = caravan(folder, KafkaBroker.shared().address())) {
            repeated = created(door, SOCKS, "Idempotency-Key", KEY);
            // whoever got no answer sends it again
            assertEquals(repeated, created(door, SOCKS, "Idempotency-Key", KEY));
            changed = created(door, "{\"title\":\"Large\",\"target\":\"ada\",\"text\":\"" + LARGE + "\"}");
            for (int i = 1; i <= 20; i++) {
                changed(door, "{\"step\":" + i + ",\"at" + i + "\":true}");
            }
            changed(door, "{\"status\":\"completed\"}");
            for (String item : List.of(repeated, changed)) {
                assertEquals(
                        "pending",
                        door.read("/action-items/" + item).path("status").asText());
            }
            assertEquals(0, door.read("/events").path("items").size(), "nothing is in the journal yet");
            before = records();
        }
        ShippedRoutes.intake(folder, "action-items");
        caravan = caravan(folder, KafkaBroker.shared().address());
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static void changed(RunningCaravan caravan, String change) {
        HttpResponse<String> answer = send(caravan, "PATCH", "/action-items/" + changed, change);
        assertEquals(202, answer.statusCode(), answer.body());
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
    private static List<ConsumerRecord<String, byte[]>> records() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KafkaBroker.shared().address()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(each -> new TopicPartition(TOPIC, each.partition()))
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
    void a_request_is_on_kafka_before_it_is_answered_under_the_id_of_its_item() throws Exception {
        assertEquals(24, before.size());
        assertEquals(
                List.of(repeated, repeated),
                before.stream()
                        .map(ConsumerRecord::key)
                        .filter(repeated::equals)
                        .toList());
        for (ConsumerRecord<String, byte[]> record : before) {
            JsonNode request = Json.mapper().readTree(record.value());
            assertEquals(record.key(), request.path("subject").asText());
            assertTrue(request.path("type").asText().startsWith("action-item."), request::toString);
        }
    }

    @Test
    void a_request_that_was_sent_again_is_applied_once_and_known_from_then_on() throws Exception {
        await(caravan, repeated, item -> item.path("status").asText().equals("open"));
        assertEquals(
                1,
                caravan.read("/flows?name=action-item&key=" + repeated)
                        .path("items")
                        .size());
        HttpResponse<String> again = send(caravan, "POST", "/action-items", SOCKS, "Idempotency-Key", KEY);
        assertTrue(RunningCaravan.json(again).path("duplicate").asBoolean(), again.body());
        String other = "{\"title\":\"Other\",\"target\":\"ada\"}";
        assertEquals(
                422,
                send(caravan, "POST", "/action-items", other, "Idempotency-Key", KEY)
                        .statusCode());
        assertEquals(
                2,
                records().stream()
                        .filter(record -> record.key().equals(repeated))
                        .count(),
                "what is known goes to Kafka no more");
    }

    @Test
    void requests_of_one_item_apply_in_their_order() {
        assertEquals(
                1,
                before.stream()
                        .filter(record -> record.key().equals(changed))
                        .map(ConsumerRecord::partition)
                        .distinct()
                        .count());
        JsonNode done =
                await(caravan, changed, item -> item.path("status").asText().equals("completed"));
        assertEquals(20, done.path("step").asInt());
        IntStream.rangeClosed(1, 20).forEach(i -> assertTrue(done.path("at" + i).asBoolean(), "at" + i));
        assertEquals(0, done.path("exceptions").size(), done::toString);
    }

    @Test
    void a_large_document_is_a_ticket_there() {
        assertTrue(before.stream().allMatch(record -> record.value().length < 2_000));
        JsonNode item = await(caravan, changed, read -> read.has("text"));
        assertEquals(LARGE, item.path("text").asText());
    }

    @Test
    void while_kafka_is_away_nothing_is_accepted_and_the_answer_says_to_come_again(@TempDir Path own) throws Exception {
        try (var caravan = caravan(own, "127.0.0.1:" + FreePort.next())) {
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
