package io.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.Caravan;
import io.caravan.FreePort;
import io.caravan.HaltingCaravan;
import io.caravan.store.Json;
import io.caravan.store.Observer.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Caravan in a process of its own, which may be killed; spoken to over HTTP. */
public final class Child implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String STANDS = "Caravan stands at";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final int port;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Child(Process process, int port) {
        this.process = process;
        this.port = port;
        var reader = new Thread(this::read, "child-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a Caravan as users do; further properties as {@code name=value}. */
    public static Child start(Path folder, String... properties) {
        return run(folder, List.of(Caravan.class.getName()), properties);
    }

    /** Starts one that halts at the n-th pass of the point. */
    static Child halting(Path folder, Point point, int pass) {
        return run(folder, List.of(HaltingCaravan.class.getName(), point.name(), Integer.toString(pass)));
    }

    /** Starts another main class, with its words, in place of Caravan's own. */
    public static Child as(Class<?> main, List<String> words, Path folder, String... properties) {
        var command = new ArrayList<>(List.of(main.getName()));
        command.addAll(words);
        return run(folder, command, properties);
    }

    private static Child run(Path folder, List<String> main, String... properties) {
        int port = FreePort.next();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(
                List.of("-Dcaravan.data=" + folder, "-Dcamel.server.port=" + port, "-Dcamel.management.enabled=false"));
        command.add("-Dcaravan.redelivery.delay=100ms");
        Arrays.stream(properties).forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(main);
        try {
            return new Child(
                    new ProcessBuilder(command).redirectErrorStream(true).start(), port);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException gone) {
            log.add("(the process is gone: " + gone.getMessage() + ")");
        }
    }

    /** Waits until it is ready for requests. */
    public Child standing() {
        awaitLine(STANDS);
        return this;
    }

    /** Waits until it is ready; false when it has ended before. */
    boolean standsBeforeItEnds() {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || !lines(STANDS).isEmpty());
        return process.isAlive();
    }

    public void awaitLine(String words) {
        Awaitility.await(words)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .failFast(this::mustLive)
                .until(() -> !lines(words).isEmpty());
    }

    private void mustLive() {
        if (!process.isAlive()) {
            throw new AssertionError("the process is gone:\n" + String.join("\n", log));
        }
    }

    /** The lines of its log that contain the words. */
    public List<String> lines(String words) {
        return log.stream().filter(line -> line.contains(words)).toList();
    }

    public List<String> log() {
        return List.copyOf(log);
    }

    public CompletableFuture<HttpResponse<String>> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .timeout(LONGEST)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    public JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONGEST)
                .build();
        HttpResponse<String> response =
                HTTP.sendAsync(request, BodyHandlers.ofString()).join();
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return Json.tree(response.body());
    }

    /** All items of a list, page by page. */
    public List<JsonNode> list(String path) {
        var items = new ArrayList<JsonNode>();
        String cursor = "";
        while (!cursor.equals("null")) {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=1000"
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(items::add);
            cursor = page.path("next").asText("null");
        }
        return items;
    }

    public void fault(String json) {
        int status = post("/sandbox/faults", json).join().statusCode();
        if (status != 201) {
            throw new IllegalArgumentException(status + " to " + json);
        }
    }

    /** Waits until so many flows are completed. */
    public void awaitCompleted(int flows) {
        Awaitility.await(flows + " completed flows")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .failFast(this::mustLive)
                .until(() -> list("/flows?status=completed").size() >= flows);
    }

    /** {@code kill -STOP}, {@code kill -CONT}. */
    public void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The real {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        exitCode(LONGEST);
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Whether it is still there after the time. */
    public boolean lives(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int exitCode() {
        return exitCode(LONGEST);
    }

    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + String.join("\n", log));
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
