package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real HTTP server on the loopback that plays recorded answers and remembers what it was asked. */
final class ThirdParty implements AutoCloseable {
    private static final Consumer<HttpServerRequest> NOT_FOUND =
            request -> request.response().setStatusCode(404).end();

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Consumer<HttpServerRequest>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final String scheme;
    private final HttpServer server;

    /** A request that arrived whole, and when by {@code System.nanoTime()}. */
    record Asked(String method, String path, String query, Map<String, String> headers, String body, long at) {
        /** An argument of the query or of the form, decoded; empty without it. */
        String argument(String name) {
            for (String pair : (query + "&" + body).split("&")) {
                if (pair.startsWith(name + "=")) {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }

    ThirdParty() throws Exception {
        this(new HttpServerOptions());
    }

    private ThirdParty(HttpServerOptions options) throws Exception {
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    request.headers().forEach(headers::put);
                    asked.add(new Asked(
                            request.method().name(),
                            request.path(),
                            request.query() == null ? "" : request.query(),
                            headers,
                            body.toString("UTF-8"),
                            System.nanoTime()));
                    answers.getOrDefault(request.path(), below(request.path())).accept(request);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** A server that speaks TLS with the certificate of a key store. */
    static ThirdParty withCertificate(Path keyStore, String password) throws Exception {
        return new ThirdParty(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keyStore.toString()).setPassword(password)));
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.actualPort();
    }

    ThirdParty answers(String path, Consumer<HttpServerRequest> answer) {
        answers.put(path, answer);
        return this;
    }

    ThirdParty answers(String path, int status, String body, String... headers) {
        return answers(path, request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.response().putHeader(headers[i], headers[i + 1]);
            }
            request.response().setStatusCode(status).end(body);
        });
    }

    ThirdParty plays(String path, String recorded) {
        Recorded fixture = Recorded.of(recorded);
        return answers(path, request -> {
            fixture.json().path("headers").properties().forEach(header -> request.response()
                    .putHeader(header.getKey(), header.getValue().asText()));
            request.response().setStatusCode(fixture.status()).end(fixture.body());
        });
    }

    /** Answers of 200, one after the other; the last one stays. */
    ThirdParty answersInTurn(String path, String... bodies) {
        var left = new java.util.concurrent.ConcurrentLinkedDeque<>(List.of(bodies));
        return answers(path, request -> request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(left.size() > 1 ? left.poll() : left.peek()));
    }

    /** Answers every path that begins so and has no answer of its own. */
    ThirdParty answersBelow(String prefix, Consumer<HttpServerRequest> answer) {
        return answers(prefix + "*", answer);
    }

    private Consumer<HttpServerRequest> below(String path) {
        return answers.keySet().stream()
                .filter(each -> each.endsWith("*") && path.startsWith(each.substring(0, each.length() - 1)))
                .findFirst()
                .map(answers::get)
                .orElse(NOT_FOUND);
    }

    ThirdParty forget() {
        answers.clear();
        asked.clear();
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    Asked asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
