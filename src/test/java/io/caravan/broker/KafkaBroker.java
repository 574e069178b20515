package io.caravan.broker;

import io.caravan.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One Kafka (KRaft, broker and controller in one) with its data in a folder; it may be killed and started again. */
public final class KafkaBroker implements AutoCloseable {
    /** The one user whom the listener with SASL/PLAIN lets in. */
    public static final String USER = "caravan";

    public static final String PASSWORD = "pass-of-the-test";

    private static final String CLUSTER = "Q2FyYXZhbkluVGVzdHMxMg";

    private final Path folder;
    private final int port = FreePort.next();
    private final int saslPort = FreePort.next();
    private final int controller = FreePort.next();
    private BrokerProcess process;

    private KafkaBroker(Path folder) {
        this.folder = folder;
        write(
                "data/meta.properties",
                "version=1\nnode.id=1\ncluster.id=" + CLUSTER + "\ndirectory.id=Q2FyYXZhbkZvbGRlcjEyMw\n");
        write("server.properties", settings());
        this.process = launch();
    }

    /** Starts one in an empty folder. */
    public static KafkaBroker in(Path folder) {
        return new KafkaBroker(folder);
    }

    /** The one that tests of this JVM share; each has topics and groups of its own. */
    public static KafkaBroker shared() {
        return Shared.BROKER;
    }

    private static final class Shared {
        private static final KafkaBroker BROKER = in(temporary());

        private static Path temporary() {
            try {
                return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka");
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }

    private String settings() {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL://127.0.0.1:" + saslPort + ",CONTROLLER://127.0.0.1:"
                        + controller,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL://127.0.0.1:" + saslPort,
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=PLAINTEXT",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256",
                "listener.name.sasl.scram-sha-256.sasl.jaas.config="
                        + "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                        + " required user_" + USER + "=\"" + PASSWORD + "\";",
                "log.dirs=" + folder.resolve("data"),
                "num.partitions=4",
                "num.network.threads=2",
                "num.io.threads=2",
                "background.threads=2",
                "log.cleaner.enable=false",
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "group.min.session.timeout.ms=1000",
                "message.max.bytes=10485760",
                "");
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private BrokerProcess launch() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "kafka.Kafka"));
        command.add(folder.resolve("server.properties").toString());
        BrokerProcess started = BrokerProcess.start(command, Map.of(), folder.resolve("broker.log"));
        started.awaitPort(port);
        return started;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where only {@link #USER} is let in, by SASL/PLAIN. */
    public String saslAddress() {
        return "127.0.0.1:" + saslPort;
    }

    /** A producer that has what it sends on the broker before it says so. */
    public KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", address(),
                        "acks", "all",
                        "linger.ms", "5",
                        "max.request.size", "5242880",
                        "reconnect.backoff.max.ms", "200"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public void topic(String name, int partitions) {
        admin(admin -> admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS));
    }

    /** From now on this user is let in by SASL/SCRAM-SHA-256, too. */
    public void letIn(String user, String password) {
        var scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
        admin(admin -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, scram, password)))
                .all()
                .get(30, TimeUnit.SECONDS));
    }

    /** The offsets that a group has committed in a topic, summed over its partitions. */
    public long committed(String group, String topic) {
        return admin(
                admin -> admin
                        .listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS)
                        .entrySet()
                        .stream()
                        .filter(each -> each.getKey().topic().equals(topic))
                        .mapToLong(each -> each.getValue().offset())
                        .sum());
    }

    /** How many members the group has that own partitions. */
    public int owners(String group) {
        return admin(admin -> (int) admin
                .describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get(30, TimeUnit.SECONDS)
                .members()
                .stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count());
    }

    private interface Asking<T> {
        T ask(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
    }

    private <T> T admin(Asking<T> asking) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            return asking.ask(admin);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on its data, at the same ports. */
    public void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }
}
