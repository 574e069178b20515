package io.caravan.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Reads a request's body up to a limit. A larger one is answered with 413 at once; the rest, up to {@link #MOST_DROPPED}, is
 * read and dropped, so that the client sees the answer.
 */
public final class SmallBody {
    /** Largest body that is taken, in bytes. */
    public static final int LARGEST = 1024 * 1024;

    private static final long MOST_DROPPED = 16L * 1024 * 1024;

    /**
     * What may be large.
     *
     * @param largest in bytes, instead of {@link SmallBody#LARGEST}
     */
    public record Allowance(int largest, Semaphore together) {
        /** @param together so many bytes may be in the hands of all requests that are larger than {@link SmallBody#LARGEST} */
        public Allowance(int largest, int together) {
            this(largest, new Semaphore(together));
        }
    }

    private final RoutingContext context;
    private final Allowance allowance;
    private final Consumer<Buffer> whole;
    private final Buffer gathered = Buffer.buffer();
    private long read;
    private boolean refused;

    private int reserved;

    private SmallBody(RoutingContext context, Allowance allowance, Consumer<Buffer> whole) {
        this.context = context;
        this.allowance = allowance;
        this.whole = whole;
    }

    /** Hands the whole body over once it has been read; problems of the receiver become the answer. */
    public static void read(RoutingContext context, Consumer<Buffer> whole) {
        read(context, new Allowance(LARGEST, 0), whole);
    }

    /** The same for bodies that may be larger, as long as there is room for them; without it the answer is 503. */
    public static void read(RoutingContext context, Allowance allowance, Consumer<Buffer> whole) {
        var body = new SmallBody(context, allowance, whole);
        context.addEndHandler(answered -> body.release());
        HttpServerRequest request = context.request();
        request.handler(body::part);
        request.endHandler(nothing -> body.end());
        request.exceptionHandler(broken -> body.refused = true);
        String announced = request.getHeader("Content-Length");
        if (announced != null && announced.matches("\\d{1,18}") && Long.parseLong(announced) > allowance.largest()) {
            body.refuse(tooLarge(allowance));
        }
        request.resume();
    }

    private void part(Buffer part) {
        read += part.length();
        if (read > Math.max(MOST_DROPPED, 2L * allowance.largest())) {
            context.request().connection().close();
        } else if (!refused && read > allowance.largest()) {
            refuse(tooLarge(allowance));
        } else if (!refused && read > LARGEST && !reserve()) {
            refuse(new Problem(503, "No room", "Too many large requests are on their way; send this one again later."));
        } else if (!refused) {
            gathered.appendBuffer(part);
        }
    }

    /** Room is reserved as bytes come: what is announced need not come. */
    private boolean reserve() {
        int more = (int) read - reserved;
        boolean hasRoom = allowance.together().tryAcquire(more);
        reserved += hasRoom ? more : 0;
        return hasRoom;
    }

    private void release() {
        allowance.together().release(reserved);
        reserved = 0;
    }

    private void refuse(Problem problem) {
        refused = true;
        Answers.problem(context, problem);
    }

    private static Problem tooLarge(Allowance allowance) {
        return new Problem(
                413,
                "Body too large",
                "Send at most " + allowance.largest() + " bytes; keep the rest elsewhere and send its address.");
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
