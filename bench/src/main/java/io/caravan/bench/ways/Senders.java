package io.caravan.bench.ways;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.caravan.bench.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients as applications have them: a message is sent when its receiver has confirmed it. */
final class Senders {
    private static final int BATCH = 200;

    private Senders() {}

    static byte[] event(String type, int number) {
        return ("{\"type\":\"" + type + "\",\"source\":\"/bench\",\"id\":\"" + type + "-" + number + "\",\"data\":"
                        + data(number) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String data(int number) {
        return "{\"number\":" + number + ",\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"}";
    }

    /** {@code acks=all}, as many as fit. */
    static Way.Sending kafka(String brokers, String topic) {
        return (type, events) -> {
            var failed = new AtomicReference<Exception>();
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", "5"),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                for (int number = 0; number < events; number++) {
                    producer.send(
                            new ProducerRecord<>(topic, "k-" + number % 64, event(type, number)), (sent, thrown) -> {
                                if (thrown != null) {
                                    failed.compareAndSet(null, thrown);
                                }
                            });
                }
            }
            if (failed.get() != null) {
                throw failed.get();
            }
        };
    }

    /** Publisher confirms, awaited for 200 messages at a time, from a durable quorum queue. */
    static Way.Sending rabbitmq(String uri, String queue) {
        return (type, events) -> {
            var factory = new ConnectionFactory();
            factory.setUri(uri);
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
                channel.confirmSelect();
                for (int number = 0; number < events; number++) {
                    var properties = MessageProperties.MINIMAL_PERSISTENT_BASIC
                            .builder()
                            .messageId(type + "-" + number)
                            .build();
                    channel.basicPublish("", queue, properties, event(type, number));
                    if (number % BATCH == BATCH - 1) {
                        channel.waitForConfirmsOrDie(60_000);
                    }
                }
                channel.waitForConfirmsOrDie(60_000);
            }
        };
    }

    private static final String INTO_INBOX =
            """
            INSERT INTO inbox (type, data) VALUES (?, ?)
            """;

    /** Rows of the inbox, 200 to a transaction. */
    static Way.Sending inbox(PostgresServer database) {
        return (type, events) -> insert(database, INTO_INBOX, type, events);
    }

    private static final String PLAIN =
            """
            CREATE TABLE IF NOT EXISTS plain (id bigserial PRIMARY KEY, type text NOT NULL, data text NOT NULL)
            """;

    private static final String INTO_PLAIN =
            """
            INSERT INTO plain (type, data) VALUES (?, ?)
            """;

    /** Rows of a table with nothing but a key, 200 to a transaction. */
    static Way.Sending plain(PostgresServer database) {
        return (type, events) -> insert(database, INTO_PLAIN, type, events);
    }

    private static void insert(PostgresServer database, String sql, String type, int events) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), PostgresServer.USER, "")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(PLAIN);
            }
            connection.setAutoCommit(false);
            try (PreparedStatement row = connection.prepareStatement(sql)) {
                for (int number = 0; number < events; number++) {
                    row.setString(1, type);
                    row.setString(2, data(number));
                    row.addBatch();
                    if (number % BATCH == BATCH - 1 || number == events - 1) {
                        row.executeBatch();
                        connection.commit();
                    }
                }
            }
        }
    }
}
