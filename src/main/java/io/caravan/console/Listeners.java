package io.caravan.console;

import io.caravan.http.Problem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Those who listen to server-sent events; none of them holds a thread. Who does not read what is sent is cut off as soon as a
 * buffer is full: a browser comes again by itself.
 */
final class Listeners {
    /** Most who may listen at one node. */
    static final int MOST = 100;

    /** Then the client comes again, and shows its token again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Bytes that may wait for one of them. */
    private static final int BUFFER = 64 * 1024;

    private static final String COME_AGAIN = "retry: 2000\n: Caravan tells here what changes\n\n";

    private final Set<HttpServerResponse> all = new LinkedHashSet<>();
    private boolean closed;

    /** To be called on the request's event loop. */
    void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        synchronized (this) {
            if (closed || all.size() >= MOST) {
                throw new Problem(
                        503, "Too many listen", "This node tells " + MOST + " listeners at most; ask again later.");
            }
            all.add(response);
            notifyAll();
        }
        long last = context.vertx().setTimer(LONGEST.toMillis(), over -> response.end());
        context.addEndHandler(gone -> {
            context.vertx().cancelTimer(last);
            remove(response);
        });
        response.setWriteQueueMaxSize(BUFFER)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.write(COME_AGAIN);
    }

    private synchronized void remove(HttpServerResponse response) {
        all.remove(response);
    }

    synchronized int count() {
        return all.size();
    }

    /** Returns when somebody listens. */
    synchronized void await() throws InterruptedException {
        while (all.isEmpty()) {
            wait();
        }
    }

    void event(String name, String json) {
        send("event: " + name + "\ndata: " + json + "\n\n");
    }

    /** Tells that the connection lives. */
    void beat() {
        send(":\n\n");
    }

    private void send(String text) {
        for (HttpServerResponse each : everybody()) {
            if (each.writeQueueFull()) {
                remove(each);
                each.reset();
            } else {
                each.write(text);
            }
        }
    }

    private synchronized Set<HttpServerResponse> everybody() {
        return Set.copyOf(all);
    }

    /** Nobody is told anything any longer. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        everybody().forEach(HttpServerResponse::end);
    }
}
