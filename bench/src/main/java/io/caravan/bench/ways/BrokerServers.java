package io.caravan.bench.ways;

import io.caravan.bench.Places;
import io.caravan.bench.process.FreePort;
import io.caravan.bench.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A Kafka, and Debian's RabbitMQ where there is one, each a private node on free ports. */
final class BrokerServers implements AutoCloseable {
    private static final Path RABBITMQ = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final long LONGEST = 240_000_000_000L;

    private final List<Runnable> running = new ArrayList<>();
    private final String kafka;
    private final Optional<String> rabbitmq;

    private BrokerServers() throws IOException {
        this.kafka = kafka(Places.fresh("ways-kafka"));
        this.rabbitmq =
                Files.isExecutable(RABBITMQ) ? Optional.of(rabbitmq(Places.fresh("ways-rabbitmq"))) : Optional.empty();
    }

    static BrokerServers start() throws IOException {
        return new BrokerServers();
    }

    String kafka() {
        return kafka;
    }

    Optional<String> rabbitmq() {
        return rabbitmq;
    }

    private String kafka(Path folder) throws IOException {
        int port = FreePort.find();
        int controller = FreePort.find();
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                data.resolve("meta.properties"),
                "version=1\nnode.id=1\ncluster.id=Q2FyYXZhbkluQmVuY2gxMg\ndirectory.id=Q2FyYXZhbkZvbGRlcjEyMw\n");
        Path settings = folder.resolve("server.properties");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controller,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                        "controller.listener.names=CONTROLLER",
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + data,
                        "num.partitions=4",
                        "offsets.topic.num.partitions=1",
                        "offsets.topic.replication.factor=1",
                        "group.initial.rebalance.delay.ms=0",
                        ""));
        JavaProcess process = JavaProcess.logging(new JavaProcess.Launch(
                Places.java(),
                List.of("-Xmx512m", "-cp", Places.classPath(), "kafka.Kafka", settings.toString()),
                Map.of(),
                folder));
        running.add(process::close);
        await(port);
        return "127.0.0.1:" + port;
    }

    private String rabbitmq(Path folder) throws IOException {
        int port = FreePort.find();
        int mapper = FreePort.find();
        Files.writeString(folder.resolve("plugins"), "[].\n");
        start(folder, Map.of(), "epmd", "-port", Integer.toString(mapper), "-address", "127.0.0.1");
        await(mapper);
        start(
                folder,
                Map.ofEntries(
                        Map.entry("HOME", folder.toString()),
                        Map.entry("ERL_EPMD_PORT", Integer.toString(mapper)),
                        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODENAME", "caravan-bench@localhost"),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePort.find())),
                        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                        Map.entry(
                                "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("plugins").toString()),
                        Map.entry(
                                "RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString()),
                        Map.entry(
                                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}")),
                RABBITMQ.toString());
        await(port);
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    private void start(Path folder, Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("log.txt").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        running.add(() -> end(process));
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void await(int port) {
        long deadline = System.nanoTime() + LONGEST;
        while (!listens(port)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a broker did not start; see the logs in bench/target/run");
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        running.forEach(Runnable::run);
    }
}
