package io.caravan.component;

import io.caravan.dispatch.Send;
import java.util.ArrayList;
import java.util.List;

/** What one run of a trigger or an action has sent so far; closed when the run has ended. */
final class Sends {
    /** The exchange property that carries it; copies of the exchange share it. */
    static final String PROPERTY = "CaravanSends";

    private final List<Send> sends = new ArrayList<>();
    private boolean closed;

    synchronized void add(Send send) {
        if (closed) {
            throw new SentTooLate(send.name());
        }
        sends.add(send);
    }

    synchronized List<Send> close() {
        closed = true;
        return List.copyOf(sends);
    }
}
