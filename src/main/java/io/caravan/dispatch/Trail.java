package io.caravan.dispatch;

import io.caravan.store.outbox.Taken;
import org.slf4j.MDC;

/** While it is open, what this thread logs is marked with the flow and the action that it works on. */
final class Trail implements AutoCloseable {
    private Trail() {}

    static Trail of(Taken taken) {
        MDC.put("flow", taken.key().flow());
        MDC.put("definition", taken.row().target().definition());
        MDC.put("action", taken.key().action());
        return new Trail();
    }

    @Override
    public void close() {
        MDC.remove("flow");
        MDC.remove("definition");
        MDC.remove("action");
    }
}
