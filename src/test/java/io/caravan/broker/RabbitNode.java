package io.caravan.broker;

import io.caravan.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A private node of the RabbitMQ that the machine has, on 127.0.0.1 and free ports, with a port mapper (epmd) of its own; it may be
 * killed and started again. Where there is none, {@code CARAVAN_TEST_RABBITMQ_URI} names one that runs; else its tests are skipped.
 */
public final class RabbitNode implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Path CONTROL = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl");
    private static final String ELECTION =
            "[ra:trigger_election(amqqueue:get_pid(Q)) || Q <- rabbit_amqqueue:list(), amqqueue:is_quorum(Q)].";
    private static final String SAVING = "[ok = dets:sync(Table) || Table <- dets:all()].";
    private static final String GIVEN = "CARAVAN_TEST_RABBITMQ_URI";
    private static final String ABSENT =
            "no RabbitMQ here: install Debian's rabbitmq-server (make test does it as root), or name one"
                    + " that runs by " + GIVEN;

    private final Path folder;
    private final int port = FreePort.next();
    private final int distribution = FreePort.next();
    private final int mapper = FreePort.next();
    private final BrokerProcess epmd;
    private BrokerProcess process;

    private RabbitNode(Path folder) {
        this.folder = folder;
        try {
            Files.writeString(folder.resolve("plugins"), "[].\n");
            Files.writeString(folder.resolve("rabbitmq.conf"), "collect_statistics = none\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.epmd = BrokerProcess.start(
                List.of("epmd", "-port", Integer.toString(mapper), "-address", "127.0.0.1"),
                Map.of(),
                folder.resolve("epmd.log"));
        epmd.awaitPort(mapper);
        this.process = launch();
    }

    /** Starts one in an empty folder; skips the test where that is impossible. */
    public static RabbitNode in(Path folder) {
        Assumptions.assumeTrue(Files.isExecutable(SERVER), ABSENT);
        return new RabbitNode(folder);
    }

    /** The address of the one that tests of this JVM share; each has queues of its own. Skips the test where there is none. */
    public static String shared() {
        Optional<String> given = Optional.ofNullable(System.getenv(GIVEN)).filter(uri -> !uri.isBlank());
        Assumptions.assumeTrue(given.isPresent() || Files.isExecutable(SERVER), ABSENT);
        return given.orElseGet(() -> Shared.NODE.uri());
    }

    private static final class Shared {
        private static final RabbitNode NODE = in(temporary());

        private static Path temporary() {
            try {
                return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "rabbitmq");
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapper)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", "caravan-test@localhost"),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distribution)),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("plugins").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString()),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "+sbwt none -kernel inet_dist_use_interface {127,0,0,1}"));
    }

    private BrokerProcess launch() {
        BrokerProcess started =
                BrokerProcess.start(List.of(SERVER.toString()), environment(), folder.resolve("broker.log"));
        started.awaitPort(port);
        return started;
    }

    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /**
     * {@code kill -9}. What was confirmed in a queue is lost with it unless the queue has been {@linkplain #save saved}.
     */
    public void kill() {
        process.kill();
    }

    /**
     * Starts it again on its data, at the same port. A quorum queue of a single node may be left without a leader by a kill, for
     * minutes (a known fault of this RabbitMQ), so that an operator would have to ask for an election; so does this.
     */
    public void restart() {
        process = launch();
        control("eval", ELECTION);
    }

    /**
     * Lets the node write down which queues it has. It does so by itself only once nobody has used them for half a second (a known
     * fault of this RabbitMQ); if it is killed before, it begins a quorum queue anew, without the messages that it has confirmed.
     */
    public void save() {
        control("eval", SAVING);
    }

    /** What the node says of its queues, for the message of a test that fails. */
    public String queues() {
        return control("list_queues", "name", "messages_ready", "messages_unacknowledged", "consumers");
    }

    /** Asks the node; its answer. */
    private String control(String... question) {
        Path answers = folder.resolve("answers.log");
        List<String> command = Stream.concat(Stream.of(CONTROL.toString()), Stream.of(question))
                .toList();
        try {
            Files.deleteIfExists(answers);
            BrokerProcess.start(command, environment(), answers).awaitEnd();
            return Files.readString(answers);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
        epmd.kill();
    }
}
