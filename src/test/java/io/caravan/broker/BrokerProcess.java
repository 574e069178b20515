package io.caravan.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server as a child process that dies with this JVM; its output goes to a file. */
final class BrokerProcess {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;

    private BrokerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    static BrokerProcess start(List<String> command, Map<String, String> environment, Path output) {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new BrokerProcess(builder.start(), output);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    void awaitPort(int port) {
        Awaitility.await("port " + port)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the broker is gone:\n" + Files.readString(output));
                    }
                })
                .until(() -> listens(port));
    }

    static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until it has ended by itself, well. */
    void awaitEnd() {
        int code = process.onExit()
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
        if (code != 0) {
            throw new AssertionError("ended with " + code + ", see " + output);
        }
    }

    /** The real {@code kill -9}, of all that it has started as well. */
    void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
