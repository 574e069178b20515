package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.caravan.HaltingCaravan;
import io.caravan.crash.Child;
import io.caravan.store.Observer.Point;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process halts just before, or just behind, the commit of what brokers have brought: the next one has each once. */
class CrashBetweenTest {
    private static final int SENT = 25;

    private final String name = "crash-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private Path data;
    private int sent;

    private Child child(Point point) {
        return Child.as(HaltingCaravan.class, List.of(point.name(), "1"), data, properties());
    }

    private void send(Channel channel) throws Exception {
        try (var producer = KafkaBroker.shared().producer()) {
            for (int n = sent; n < sent + SENT; n++) {
                byte[] body = ("{\"type\":\"seen\",\"data\":{\"n\":" + n + "}}").getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(name, body));
                var properties = new BasicProperties.Builder()
                        .deliveryMode(2)
                        .messageId("m-" + n)
                        .build();
                channel.basicPublish("", name, properties, body);
            }
        }
        channel.waitForConfirmsOrDie(30_000);
        sent += SENT;
    }

    @Test
    void whatever_side_of_the_commit_it_is_nothing_is_lost_or_doubled() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        ShippedRoutes.intake(
                folder, "kafka", "sessionTimeoutMs: 10000", "sessionTimeoutMs: 1500\n        heartbeatIntervalMs: 500");
        ShippedRoutes.intake(folder, "rabbitmq");
        var factory = new ConnectionFactory();
        factory.setUri(RabbitNode.shared());
        KafkaBroker.shared().topic(name, 2);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum"));
            for (Point point : List.of(Point.BEFORE_COMMIT, Point.COMMITTED)) {
                send(channel);
                try (Child halting = child(point)) {
                    assertEquals(HaltingCaravan.HALTED, halting.exitCode(), () -> String.join("\n", halting.log()));
                }
            }
            send(channel);
            try (Child last = Child.start(data, properties()).standing()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> last.list("/events?type=seen").size() >= 2 * sent);
                List<String> expected = new ArrayList<>();
                IntStream.range(0, sent).forEach(n -> {
                    expected.add("kafka " + n);
                    expected.add("rabbitmq " + n);
                });
                assertEquals(
                        expected.stream().sorted().toList(),
                        last.list("/events?type=seen").stream()
                                .map(event -> event.path("source").asText().split("/")[1] + " "
                                        + last.get("/events/" + event.path("id").asText())
                                                .path("data")
                                                .path("n")
                                                .asInt())
                                .sorted()
                                .toList());
                last.terminate();
                assertEquals(143, last.exitCode());
            }
            assertEquals(0, channel.queueDeclarePassive(name).getMessageCount());
            assertEquals(sent, KafkaBroker.shared().committed(name, name));
        }
    }

    private String[] properties() {
        return new String[] {
            "caravan.routes=" + folder.resolve("routes"),
            "caravan.kafka.brokers=" + KafkaBroker.shared().address(),
            "caravan.kafka.topics=" + name,
            "caravan.kafka.group=" + name,
            "caravan.rabbitmq.uri=" + RabbitNode.shared(),
            "caravan.rabbitmq.queue=" + name
        };
    }
}
