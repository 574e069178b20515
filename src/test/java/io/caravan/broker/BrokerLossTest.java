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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers are killed and started again, and groups are shuffled, under load: nothing is lost and no flow is doubled. */
class BrokerLossTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: order.placed, key: "${body[n]}" }
                  steps:
                    - setBody: { simple: "${body[n]}" }
            - route:
                id: order.confirm
                from:
                  uri: flow:order/confirm
                  steps:
                    - setBody: { simple: "confirmed" }
            - route:
                id: trial
                from: { uri: flow:trial, parameters: { event: trial.placed, key: "${body[n]}" }, steps: [ { log: "${body[n]}" } ] }
            - route:
                id: trial.confirm
                from: { uri: flow:trial/confirm, steps: [ { setBody: { simple: "confirmed" } } ] }
            """;

    /** A cold process under load may take longer than a second for its first triggers, which would then wait for a person. */
    private static final int TRIALS = 20;

    private static final int MOST_AT_ONCE = 200;

    private final String name = "load-" + UUID.randomUUID();

    /** How many orders may be sent: ten more, twenty times a second; those that a time without broker has let lapse are not made up for. */
    private final Semaphore pace = new Semaphore(0);

    private final CompletableFuture<Void> trouble = new CompletableFuture<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        clockwork.scheduleAtFixedRate(this::step, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void step() {
        if (pace.availablePermits() < MOST_AT_ONCE) {
            pace.release(10);
        }
    }

    @AfterEach
    void stop() {
        trouble.complete(null);
        clockwork.shutdownNow();
    }

    private RunningCaravan caravan(Map<String, String> properties, String... routes) throws Exception {
        for (String each : routes) {
            ShippedRoutes.intake(folder, each);
        }
        RunningCaravan caravan = RunningCaravan.start(folder, ROUTES, properties);
        for (int i = 0; i < TRIALS; i++) {
            caravan.flow("trial.placed", "{\"n\":" + i + "}", "completed");
        }
        return caravan;
    }

    private Map<String, String> kafka(KafkaBroker broker) {
        return Map.of(
                "caravan.kafka.brokers", broker.address(),
                "caravan.kafka.topics", name,
                "caravan.kafka.group", name);
    }

    private static byte[] order(int n) {
        return ("{\"type\":\"order.placed\",\"data\":{\"n\":" + n + "}}").getBytes(StandardCharsets.UTF_8);
    }

    /** Sends while the trouble lasts, and then so many more; the answer is how many the broker has said to have. */
    private CompletableFuture<Integer> load(KafkaBroker broker) {
        return CompletableFuture.supplyAsync(() -> {
            var confirmed = new AtomicInteger();
            try (var producer = broker.producer()) {
                int after = 0;
                for (int n = 0; after < 100; n++) {
                    pace.acquireUninterruptibly();
                    producer.send(new ProducerRecord<>(name, "k-" + n % 7, order(n)), (done, thrown) -> {
                        if (thrown == null) {
                            confirmed.incrementAndGet();
                        }
                    });
                    after += trouble.isDone() ? 1 : 0;
                }
            }
            return confirmed.get();
        });
    }

    /** Waits until so many orders are events; each has begun one flow, and all flows end. */
    private static void assertEachOnce(RunningCaravan caravan, int orders, Supplier<String> broker) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> flows(caravan, "&status=completed").size() >= orders);
        } catch (ConditionTimeoutException late) {
            TreeSet<String> missing = keys(orders);
            missing.removeAll(flows(caravan, ""));
            throw new AssertionError(
                    "of " + orders + " orders no flow is of " + missing + "; running are "
                            + flows(caravan, "&status=running") + ", failed " + flows(caravan, "&status=failed") + "\n"
                            + caravan.read("/dead-letters?limit=20") + "\n" + broker.get(),
                    late);
        }
        List<String> all = flows(caravan, "");
        var keys = new TreeSet<>(all);
        assertEquals(orders, all.size(), () -> (all.size() - keys.size()) + " flows are doubled");
        assertEquals(keys(orders), keys);
    }

    private static TreeSet<String> keys(int orders) {
        return IntStream.range(0, orders).mapToObj(Integer::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> flows(RunningCaravan caravan, String query) {
        var keys = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = caravan.read("/flows?name=order&limit=1000" + query + cursor);
            page.path("items").forEach(flow -> keys.add(flow.path("key").asText()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        return keys;
    }

    private static void awaitFlows(RunningCaravan caravan, int flows) {
        Awaitility.await(flows + " flows")
                .atMost(Duration.ofMinutes(3))
                .until(() -> flows(caravan, "").size() >= flows);
    }

    private void kafkaIsKilled(int times) throws Exception {
        try (var broker = KafkaBroker.in(Files.createDirectory(folder.resolve("kafka")))) {
            broker.topic(name, 3);
            try (var caravan = caravan(kafka(broker), "kafka")) {
                CompletableFuture<Integer> load = load(broker);
                for (int time = 1; time <= times; time++) {
                    awaitFlows(caravan, time * 100);
                    broker.kill();
                    broker.restart();
                }
                int before = flows(caravan, "").size();
                awaitFlows(caravan, before + 50);
                trouble.complete(null);
                assertEachOnce(caravan, load.get(120, TimeUnit.SECONDS), broker::address);
            }
        }
    }

    @Test
    void kafka_is_killed_and_comes_back() throws Exception {
        kafkaIsKilled(1);
    }

    @Tag("chaos")
    @Test
    void kafka_is_killed_again_and_again() throws Exception {
        kafkaIsKilled(8);
    }

    @Test
    void the_group_is_shuffled() throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        broker.topic(name, 4);
        try (var caravan = caravan(kafka(broker), "kafka")) {
            CompletableFuture<Integer> load = load(broker);
            for (int time = 1; time <= 2; time++) {
                awaitFlows(caravan, time * 50);
                shuffle(broker);
            }
            trouble.complete(null);
            assertEachOnce(caravan, load.get(60, TimeUnit.SECONDS), broker::address);
        }
    }

    /** Another member comes, is given partitions, reads of them without committing anything, and goes. */
    private void shuffle(KafkaBroker broker) {
        try (var other = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "group.id", name,
                        "enable.auto.commit", "false",
                        "session.timeout.ms", "10000",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(name));
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> other.poll(Duration.ofMillis(100)).count() > 0);
            assertTrue(other.assignment().size() < 4, () -> "all partitions were taken: " + other.assignment());
        }
    }

    private void rabbitIsKilled(int times) throws Exception {
        try (var node = RabbitNode.in(Files.createDirectory(folder.resolve("rabbitmq")));
                var caravan = caravan(
                        Map.of("caravan.rabbitmq.uri", node.uri(), "caravan.rabbitmq.queue", name), "rabbitmq")) {
            CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> publish(node));
            awaitFlows(caravan, 1);
            node.save();
            for (int time = 1; time <= times; time++) {
                awaitFlows(caravan, time * 100);
                node.kill();
                node.restart();
            }
            int before = flows(caravan, "").size();
            awaitFlows(caravan, before + 50);
            trouble.complete(null);
            assertEachOnce(caravan, load.get(120, TimeUnit.SECONDS), node::queues);
        }
    }

    /** Publishes each order until the node has confirmed it; how many. */
    private int publish(RabbitNode node) {
        int n = 0;
        int after = 0;
        while (after < 10) {
            var factory = new ConnectionFactory();
            factory.setAutomaticRecoveryEnabled(false);
            try {
                factory.setUri(node.uri());
                try (Connection connection = factory.newConnection();
                        Channel channel = connection.createChannel()) {
                    channel.confirmSelect();
                    channel.queueDeclarePassive(name);
                    for (; after < 10; n += 20) {
                        pace.acquireUninterruptibly(20);
                        for (int i = n; i < n + 20; i++) {
                            channel.basicPublish(
                                    "",
                                    name,
                                    new BasicProperties.Builder()
                                            .deliveryMode(2)
                                            .messageId("m-" + i)
                                            .build(),
                                    order(i));
                        }
                        channel.waitForConfirmsOrDie(10_000);
                        if (trouble.isDone()) {
                            after++;
                        }
                    }
                }
            } catch (Exception away) {
                // the twenty are published once more, under their ids
                Thread.onSpinWait();
            }
        }
        return n;
    }

    /** The node's own two starts take most of the time, up to a minute on a busy machine; Caravan is back a second after it. */
    @Tag("chaos")
    @Test
    void rabbitmq_is_killed_and_comes_back() throws Exception {
        rabbitIsKilled(1);
    }

    @Tag("chaos")
    @Test
    void rabbitmq_is_killed_again_and_again() throws Exception {
        rabbitIsKilled(8);
    }
}
