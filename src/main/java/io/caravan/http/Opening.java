package io.caravan.http;

import io.vertx.ext.web.Router;

/** Keeps the doors closed while Caravan starts: every request is answered with 503 until they are opened. */
public final class Opening {
    private volatile boolean open;

    /** To be mounted before anything else. */
    public void mount(Router router) {
        router.route().order(Integer.MIN_VALUE + 1).handler(context -> {
            if (open) {
                context.next();
            } else {
                Answers.problem(context, new Problem(503, "Starting", "Caravan is starting; ask again in a moment."));
            }
        });
    }

    public void open() {
        open = true;
    }

    public boolean isOpen() {
        return open;
    }
}
