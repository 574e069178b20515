package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a real Kafka become events. */
class KafkaIntakeTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: order.placed, key: "${body[n]}" }
                  steps:
                    - log: "order ${body[n]}"
            - route:
                id: order.confirm
                from:
                  uri: flow:order/confirm
                  steps:
                    - setBody: { simple: "confirmed" }
            - route:
                id: line
                from:
                  uri: flow:line
                  parameters: { event: order.lined, orderedBy: "${variable.event[subject]}" }
                  steps:
                    - log: "line"
            - route:
                id: line.write
                from:
                  uri: flow:line/write
                  steps:
                    - setBody: { simple: "${body}," }
                    - toD: "file:{{caravan.test.lines}}?fileName=${variable.event[subject]}&fileExist=Append"
            """;

    private final String topic = "orders-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private KafkaProducer<String, byte[]> producer;
    private RunningCaravan caravan;

    @BeforeEach
    void start() throws Exception {
        KafkaBroker.shared().topic(topic, 2);
        producer = KafkaBroker.shared().producer();
        ShippedRoutes.intake(folder, "kafka");
        caravan = RunningCaravan.start(
                folder,
                ROUTES,
                Map.of(
                        "caravan.kafka.brokers",
                        KafkaBroker.shared().address(),
                        "caravan.kafka.topics",
                        topic,
                        "caravan.kafka.group",
                        topic,
                        "caravan.test.lines",
                        folder.resolve("lines").toString()));
    }

    @AfterEach
    void stop() {
        caravan.close();
        producer.close();
    }

    private void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get();
    }

    private ProducerRecord<String, byte[]> record(int partition, String key, String value) {
        return new ProducerRecord<>(topic, partition, key, value.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> events(String query, int count) {
        var items = new ArrayList<JsonNode>();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    items.clear();
                    caravan.read("/events?limit=1000" + query).path("items").forEach(items::add);
                    return items.size() >= count;
                });
        assertEquals(count, items.size(), items::toString);
        return items;
    }

    private void awaitCommitted(long offsets) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> KafkaBroker.shared().committed(topic, topic) == offsets);
    }

    @Test
    void a_record_in_the_plain_form_is_an_event_that_is_known_by_its_place() throws Exception {
        send(record(1, "k-1", "{\"type\":\"order.placed\",\"data\":{\"n\":1}}"));
        JsonNode event = events("&type=order.placed", 1).get(0);
        assertEquals("/kafka/" + topic, event.path("source").asText());
        assertTrue(event.path("externalId").asText().startsWith("1/0/"), event::toString);
        assertEquals("k-1", event.path("subject").asText());
        caravan.flowAs(event.path("flows").path(0).path("id").asText(), "completed");
        awaitCommitted(1);
    }

    @Test
    void a_cloud_event_is_known_by_its_own_source_and_id() throws Exception {
        var binary = record(0, "k", "{\"n\":7}");
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "order.placed",
                        "ce_source", "/shop",
                        "ce_id", "e-1",
                        "ce_subject", "the order",
                        "ce_time", "2026-01-31T12:00:00Z",
                        "content-type", "application/json")
                .forEach((name, value) -> binary.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var structured = record(
                1,
                null,
                "{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/shop\",\"id\":\"e-2\",\"data\":{\"n\":8}}");
        structured
                .headers()
                .add("content-type", "application/cloudevents+json; charset=utf-8".getBytes(StandardCharsets.UTF_8));
        send(binary);
        send(structured);
        send(binary);
        send(structured);
        awaitCommitted(4);
        List<JsonNode> events = events("&type=order.placed", 2);
        assertEquals(
                List.of("e-1", "e-2"),
                events.stream()
                        .map(event -> event.path("externalId").asText())
                        .sorted()
                        .toList());
        assertTrue(
                events.stream().allMatch(event -> event.path("source").asText().equals("/shop")));
        assertTrue(
                events.stream().anyMatch(event -> event.path("subject").asText().equals("the order")));
        assertEquals(2, caravan.read("/flows?limit=100").path("items").size());
    }

    @Test
    void what_cannot_be_read_is_parked_with_its_place_and_the_reason_and_the_partition_goes_on() throws Exception {
        send(record(1, "poison", "no JSON"));
        send(record(1, null, "{\"type\":\"order.placed\",\"data\":\"a\\u0000b\"}"));
        send(new ProducerRecord<>(topic, 1, null, "{\"type\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
        send(record(1, null, "{\"type\":\"order.placed\",\"data\":\"" + "x".repeat(1 << 20) + "\"}"));
        send(record(1, null, "{\"data\":1}"));
        send(new ProducerRecord<>(topic, 1, null, null));
        var bad = record(1, null, "{}");
        bad.headers().add("ce_specversion", "1.0".getBytes(StandardCharsets.UTF_8));
        bad.headers().add("ce_type", new byte[] {(byte) 0xff});
        send(bad);
        send(record(1, null, "{\"type\":\"order.placed\",\"data\":{\"n\":9}}"));
        events("&type=order.placed", 1);
        awaitCommitted(8);
        List<JsonNode> parked = events("&parked=true", 7);
        var places = new TreeSet<String>();
        for (JsonNode event : parked) {
            assertEquals("caravan.unreadable", event.path("type").asText());
            places.add(event.path("parked").path(0).path("reason").asText().split(":|, key", 2)[0]);
        }
        assertEquals(
                IntStream.range(0, 7)
                        .mapToObj(offset -> "topic " + topic + ", partition 1, offset " + offset)
                        .toList(),
                List.copyOf(places));
        String reasons = parked.toString();
        for (String reason : List.of(
                "The body is not JSON",
                "U+0000",
                "UTF-8",
                "at most 1 MiB",
                "Field 'type' is missing",
                "The body is empty")) {
            assertTrue(reasons.contains(reason), () -> reason + " is not among " + reasons);
        }
        byte[] first = parked.stream()
                .map(event -> event.path("data"))
                .filter(data -> data.path("offset").asInt(-1) == 0)
                .map(data -> Base64.getDecoder().decode(data.path("base64").asText()))
                .findFirst()
                .orElseThrow();
        assertEquals("no JSON", new String(first, StandardCharsets.UTF_8));
        assertTrue(caravan.read("/flows").path("items").size() == 1);
    }

    @Test
    void the_flows_of_one_key_run_in_the_order_of_its_records() throws Exception {
        for (int n = 0; n < 90; n++) {
            producer.send(record(n % 3 % 2, "k-" + n % 3, "{\"type\":\"order.lined\",\"data\":" + n + "}"));
        }
        producer.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> written().values().stream().mapToInt(List::size).sum() == 90);
        written()
                .forEach(
                        (key, numbers) -> assertEquals(numbers.stream().sorted().toList(), numbers, key));
        awaitCommitted(90);
    }

    private Map<String, List<Integer>> written() throws IOException {
        var numbers = new TreeMap<String, List<Integer>>();
        for (int k = 0; k < 3; k++) {
            Path file = folder.resolve("lines").resolve("k-" + k);
            if (Files.exists(file)) {
                numbers.put(
                        "k-" + k,
                        Stream.of(Files.readString(file).split(","))
                                .map(Integer::valueOf)
                                .toList());
            }
        }
        return numbers;
    }
}
