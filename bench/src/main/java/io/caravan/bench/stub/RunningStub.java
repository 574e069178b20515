package io.caravan.bench.stub;

import io.caravan.bench.Places;
import io.caravan.bench.process.JavaProcess;
import io.caravan.bench.process.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The stub's process, seen from the harness. */
public final class RunningStub implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JavaProcess process;
    private final int port;

    private RunningStub(JavaProcess process) {
        this.process = process;
        this.port = Integer.parseInt(process.line());
    }

    public static RunningStub start() {
        return new RunningStub(JavaProcess.conversing(new JavaProcess.Launch(
                Places.java(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", Places.classPath(), Stub.class.getName()),
                Map.of(),
                Places.fresh("stub"))));
    }

    public int port() {
        return port;
    }

    public long cpu() {
        return Usage.cpu(process.pid());
    }

    /** Forgets everything, and expects so many flows. */
    public void reset(int flows) {
        ask("/reset?n=" + flows);
    }

    /** Withholds the answers to posts until {@link #release}. */
    public void hold() {
        ask("/hold");
    }

    public void release() {
        ask("/release");
    }

    /** Back when so many flows have come to d. */
    public void awaitEnded(int flows) {
        ask("/ended?n=" + flows);
    }

    public Counts counts() {
        var counts = new JsonObject(ask("/counts"));
        List<Integer> posts =
                counts.getJsonArray("posts").stream().map(Integer.class::cast).toList();
        return new Counts(posts, counts.getInteger("again"), counts.getInteger("withoutIds"));
    }

    /** Microseconds since 1970 at which each flow's d came. */
    public long[] arrivals() {
        return new JsonArray(ask("/arrivals"))
                .stream().mapToLong(micros -> ((Number) micros).longValue()).toArray();
    }

    private String ask(String target) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .timeout(LONGEST)
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException silent) {
            throw new UncheckedIOException(
                    "the stub does not answer to " + target + "; it has " + process.log(), silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
