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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule request comes by RabbitMQ, and the shipped flow does all that it is to do, once. */
class ScheduleRequestTest {
    private static final String REQUEST =
            """
            {"type": "schedule.requested", "subject": "ada@example.org", "data": {"requestId": "r-1",
             "email": "ada@example.org", "name": "Ada", "when": "2026-12-01T10:00:00Z", "amount": 120}}
            """;

    private final String queue = "schedule-" + UUID.randomUUID();

    private RunningCaravan caravan;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        String uri = RabbitNode.shared();
        ShippedRoutes.intake(folder, "rabbitmq");
        caravan = RunningCaravan.start(
                folder,
                Files.readString(Path.of("routes", "schedule-request.camel.yaml")),
                Map.of("caravan.rabbitmq.uri", uri, "caravan.rabbitmq.queue", queue));
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    }

    @AfterEach
    void stop() throws Exception {
        caravan.close();
        connection.close();
    }

    private void publish(String message) throws Exception {
        var properties =
                new BasicProperties.Builder().messageId(message).deliveryMode(2).build();
        channel.basicPublish("", queue, properties, REQUEST.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    private List<JsonNode> list(String path) {
        return StreamSupport.stream(caravan.read(path).path("items").spliterator(), false)
                .toList();
    }

    @Test
    void it_waits_for_what_it_needs_and_then_the_thread_and_the_announcement_show_the_deal() throws Exception {
        caravan.post("/sandbox/faults", "{\"method\":\"/crm\",\"delayMs\":1000,\"count\":1}");
        publish("m-1");
        String flow = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> list("/flows"), flows -> !flows.isEmpty())
                .get(0)
                .path("id")
                .asText();
        caravan.await(
                flow,
                read -> RunningCaravan.action(read, "announcement")
                                .path("state")
                                .asText()
                                .equals("succeeded")
                        && RunningCaravan.action(read, "deal")
                                .path("waitingFor")
                                .asText()
                                .startsWith("contact"));
        caravan.flowAs(flow, "completed");

        publish("m-1"); // delivered once more
        publish("m-2"); // asked for once more
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> list("/events?type=schedule.requested").size() == 2 && channel.messageCount(queue) == 0);

        assertEquals(1, list("/flows").size());
        assertEquals(1, list("/sandbox/hubspot/contacts").size());
        List<JsonNode> deals = list("/sandbox/hubspot/deals");
        assertEquals(1, deals.size());
        List<JsonNode> messages = list("/sandbox/slack/messages");
        assertEquals(2, messages.size());
        String deal = deals.get(0).path("id").asText();
        assertTrue(
                messages.stream()
                        .allMatch(message -> message.path("text").asText().endsWith("/" + deal)),
                () -> "link of deal " + deal + " in " + messages);
        assertTrue(
                messages.stream()
                        .anyMatch(message -> message.path("text").asText().startsWith(":calendar: Ada")),
                messages::toString);
    }
}
