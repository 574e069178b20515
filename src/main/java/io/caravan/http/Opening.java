package io.caravan.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Keeps the doors closed while Caravan starts: every request is answered with 503 until they are opened. */
public final class Opening implements Handler<RoutingContext> {
    private volatile boolean open;

    @Override
    public void handle(RoutingContext context) {
        if (open) {
            context.next();
        } else {
            Answers.problem(context, new Problem(503, "Starting", "Caravan is starting; ask again in a moment."));
        }
    }

    public void open() {
        open = true;
    }

    public boolean isOpen() {
        return open;
    }
}
