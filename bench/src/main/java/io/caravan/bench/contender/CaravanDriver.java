package io.caravan.bench.contender;

import io.caravan.bench.load.Load;
import io.caravan.bench.load.Report;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.CompletionStage;

/** Events are posted over kept connections, one for each caller; the flows are asked for over the same API. */
public final class CaravanDriver implements Driver, AutoCloseable {
    private static final int CALLERS = 64;
    private static final int MOST_CONNECTIONS = 512;
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final WebClient http = WebClient.create(vertx, new WebClientOptions().setMaxPoolSize(MOST_CONNECTIONS));
    private final Load load = new Load(this::request);
    private final int port;

    CaravanDriver(int port) {
        this.port = port;
    }

    private CompletionStage<?> request(int flow) {
        return post("{\"type\":\"diamond.requested\",\"data\":{\"flow\":" + flow
                + ",\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"}}");
    }

    private CompletionStage<?> post(String event) {
        return http.post(port, HOST, "/events")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(event))
                .compose(response -> response.statusCode() == 202
                        ? Future.succeededFuture()
                        : Future.failedFuture(response.statusCode() + " " + response.bodyAsString()))
                .toCompletionStage();
    }

    /** Posts one event of a type and waits until it is accepted. */
    public void accept(String type) {
        post("{\"type\":\"" + type + "\"}").toCompletableFuture().join();
    }

    /** Posts so many events of a type; back when all are accepted. */
    public void accept(String type, int events) {
        new Load(number -> post("{\"type\":\"" + type + "\",\"data\":{\"number\":" + number
                        + ",\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"}}"))
                .burst(events, CALLERS);
    }

    /** Posts so many messages to the aggregator, spread over the keys; back when all are answered. */
    public Report gather(int messages, int keys, int callers) {
        return new Load(message -> http.post(port, HOST, "/gathering?key=" + message % keys)
                        .putHeader("Content-Type", "text/plain")
                        .sendBuffer(Buffer.buffer("{\"message\":%d,\"name\":\"Ada Lovelace\"}".formatted(message)))
                        .compose(response -> response.statusCode() / 100 == 2
                                ? Future.succeededFuture()
                                : Future.failedFuture(response.statusCode() + " " + response.bodyAsString()))
                        .toCompletionStage())
                .burst(messages, callers);
    }

    @Override
    public Report burst(int flows) {
        return load.burst(flows, CALLERS);
    }

    @Override
    public Report pace(int from, int flows, int rate) {
        return load.pace(from, flows, rate);
    }

    /** Whether nothing runs; a flow that has failed is an error. */
    @Override
    public boolean hasFinished() {
        if (!isEmpty("failed")) {
            throw new IllegalStateException("a flow of Caravan has failed");
        }
        return isEmpty("running");
    }

    private boolean isEmpty(String status) {
        return get("/flows?name=diamond&limit=1&status=" + status)
                .bodyAsJsonObject()
                .getJsonArray("items")
                .isEmpty();
    }

    HttpResponse<Buffer> get(String target) {
        return http.get(port, HOST, target)
                .send()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
