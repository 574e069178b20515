package io.caravan.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/** Posts to the stub and waits for the answer's id; by Vert.x, because java.net.http costs ten times as much. */
final class StubCalls {
    private final WebClient client = WebClient.create(Vertx.vertx(), new WebClientOptions().setMaxPoolSize(64));
    private final int port;

    StubCalls(int port) {
        this.port = port;
    }

    String post(String path, String json) {
        HttpResponse<Buffer> response = client.post(port, "127.0.0.1", path)
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(json))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the stub answered " + response.statusCode());
        }
        return response.bodyAsJsonObject().getString("id");
    }
}
