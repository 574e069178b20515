package io.caravan.intake;

import io.caravan.http.Problem;
import io.caravan.http.SmallBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;

/** The bytes of a request's body as they came, up to the limit of {@link SmallBody}. */
final class RawBody {
    private RawBody() {}

    static CompletableFuture<byte[]> of(HttpServerRequest request) {
        var whole = new CompletableFuture<byte[]>();
        Buffer gathered = Buffer.buffer();
        request.exceptionHandler(whole::completeExceptionally);
        request.handler(part -> {
            if (gathered.length() + part.length() > SmallBody.LARGEST) {
                whole.completeExceptionally(
                        new Problem(413, "Body too large", "At most " + SmallBody.LARGEST + " bytes are taken."));
            } else if (!whole.isDone()) {
                gathered.appendBuffer(part);
            }
        });
        request.endHandler(end -> whole.complete(gathered.getBytes()));
        request.resume();
        return whole;
    }
}
