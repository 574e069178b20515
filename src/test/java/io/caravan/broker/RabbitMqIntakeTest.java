package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.caravan.RunningCaravan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a real RabbitMQ become events. */
class RabbitMqIntakeTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: order.placed }
                  steps:
                    - log: "order ${body[n]}"
            - route:
                id: order.confirm
                from:
                  uri: flow:order/confirm
                  steps:
                    - setBody: { simple: "confirmed" }
            """;

    private final String queue = "orders-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private Connection connection;
    private Channel channel;
    private RunningCaravan caravan;

    @BeforeEach
    void start() throws Exception {
        String uri = RabbitNode.shared();
        ShippedRoutes.intake(folder, "rabbitmq");
        caravan = RunningCaravan.start(
                folder, ROUTES, Map.of("caravan.rabbitmq.uri", uri, "caravan.rabbitmq.queue", queue));
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isDeclared);
    }

    private boolean isDeclared() throws Exception {
        try (Channel looking = connection.createChannel()) {
            looking.queueDeclarePassive(queue);
            return true;
        } catch (java.io.IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (caravan != null) {
            caravan.close();
            connection.close();
        }
    }

    private void send(BasicProperties properties, byte[] body) throws Exception {
        channel.basicPublish("", queue, properties, body);
        channel.waitForConfirmsOrDie(20_000);
    }

    private void send(BasicProperties properties, String body) throws Exception {
        send(properties, body.getBytes(StandardCharsets.UTF_8));
    }

    private static BasicProperties.Builder durable() {
        return new BasicProperties.Builder().deliveryMode(2);
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

    /** Everything has been delivered and acknowledged: a channel that is closed gives nothing back. */
    private void assertNothingComesAgain() throws Exception {
        caravan.close();
        assertEquals(0, channel.queueDeclarePassive(queue).getMessageCount());
    }

    @Test
    void a_message_is_an_event_that_is_known_by_its_message_id() throws Exception {
        BasicProperties properties =
                durable().messageId("m-1").type("order.placed").build();
        send(properties, "{\"data\":{\"n\":1}}");
        send(properties, "{\"data\":{\"n\":1}}");
        send(
                durable().messageId("m-2").contentType("text/plain").build(),
                "{\"type\":\"order.placed\",\"data\":{\"n\":2}}");
        List<JsonNode> events = events("&type=order.placed", 2);
        assertEquals("/rabbitmq/" + queue, events.get(0).path("source").asText());
        assertEquals(
                List.of("m-1", "m-2"),
                events.stream()
                        .map(event -> event.path("externalId").asText())
                        .sorted()
                        .toList());
        assertNothingComesAgain();
    }

    @Test
    void a_cloud_event_is_known_by_its_own_source_and_id() throws Exception {
        send(
                durable()
                        .headers(Map.of(
                                "cloudEvents:specversion", "1.0",
                                "cloudEvents:type", "order.placed",
                                "cloudEvents:source", "/shop",
                                "cloudEvents:id", "e-1"))
                        .contentType("application/json")
                        .build(),
                "{\"n\":7}");
        send(
                durable().contentType("application/cloudevents+json").build(),
                "{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/shop\",\"id\":\"e-2\",\"data\":{\"n\":8}}");
        List<JsonNode> events = events("&type=order.placed", 2);
        assertEquals(
                List.of("/shop e-1", "/shop e-2"),
                events.stream()
                        .map(event -> event.path("source").asText() + " "
                                + event.path("externalId").asText())
                        .sorted()
                        .toList());
    }

    @Test
    void what_cannot_be_read_is_parked_with_its_place_and_the_reason_and_the_queue_goes_on() throws Exception {
        send(durable().messageId("p-1").build(), "no JSON");
        send(durable().build(), "{\"type\":\"order.placed\",\"data\":\"a\\u0000b\"}");
        send(
                durable().contentType("text/plain").build(),
                "{\"type\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        send(durable().contentType("text/plain").contentEncoding("klingon").build(), "{}");
        send(durable().build(), "{\"type\":\"order.placed\",\"data\":\"" + "x".repeat(1 << 20) + "\"}");
        send(durable().build(), "{\"type\":\"order.placed\",\"data\":{\"n\":9}}");
        events("&type=order.placed", 1);
        List<JsonNode> parked = events("&parked=true", 5);
        assertTrue(parked.stream()
                .map(event -> event.path("parked").path(0).path("reason").asText())
                .anyMatch(reason -> reason.startsWith("queue " + queue + ", messageId p-1: The body is not JSON")));
        for (String each : List.of("U+0000", "UTF-8", "Field 'type' is missing", "at most 1 MiB")) {
            assertTrue(parked.toString().contains(each), () -> each + " is not among " + parked);
        }
        assertNothingComesAgain();
    }

    @Test
    void many_messages_share_a_commit_and_all_are_acknowledged() throws Exception {
        for (int n = 0; n < 1_500; n++) {
            channel.basicPublish(
                    "",
                    queue,
                    durable().messageId("m-" + n).build(),
                    "{\"type\":\"order.seen\",\"data\":{}}".getBytes(StandardCharsets.UTF_8));
        }
        channel.waitForConfirmsOrDie(30_000);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> caravan.observe("/observe/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("caravan_events_total{outcome=\"accepted\"} 1500")));
        assertNothingComesAgain();
    }
}
