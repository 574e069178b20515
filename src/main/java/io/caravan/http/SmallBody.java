package io.caravan.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Reads a request's body up to a limit. A larger one is answered with 413 at once; the rest, up to {@link #MOST_DROPPED}, is
 * read and dropped, so that the client sees the answer.
 */
public final class SmallBody {
    /** Largest body that is taken, in bytes. */
    public static final int LARGEST = 1024 * 1024;

    private static final long MOST_DROPPED = 16L * 1024 * 1024;

    private final RoutingContext context;
    private final Consumer<Buffer> whole;
    private final Buffer gathered = Buffer.buffer();
    private long read;
    private boolean refused;

    private SmallBody(RoutingContext context, Consumer<Buffer> whole) {
        this.context = context;
        this.whole = whole;
    }

    /** Hands the whole body over once it has been read; problems of the receiver become the answer. */
    public static void read(RoutingContext context, Consumer<Buffer> whole) {
        var body = new SmallBody(context, whole);
        HttpServerRequest request = context.request();
        request.handler(body::part);
        request.endHandler(nothing -> body.end());
        request.exceptionHandler(broken -> body.refused = true);
        String announced = request.getHeader("Content-Length");
        if (announced != null && announced.matches("\\d{1,18}") && Long.parseLong(announced) > LARGEST) {
            body.refuse();
        }
        request.resume();
    }

    private void part(Buffer part) {
        read += part.length();
        if (read > MOST_DROPPED) {
            context.request().connection().close();
        } else if (!refused && read > LARGEST) {
            refuse();
        } else if (!refused) {
            gathered.appendBuffer(part);
        }
    }

    private void refuse() {
        refused = true;
        Answers.problem(
                context,
                new Problem(
                        413,
                        "Body too large",
                        "Send at most " + LARGEST + " bytes; keep the rest elsewhere and send its address."));
    }

    private void end() {
        if (refused) {
            return;
        }
        try {
            whole.accept(gathered);
        } catch (Problem problem) {
            Answers.problem(context, problem);
        }
    }
}
