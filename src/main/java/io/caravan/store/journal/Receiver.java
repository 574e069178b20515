package io.caravan.store.journal;

import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.Taken;
import java.util.List;

/** Whoever runs the attempts of this node; called on the writer's thread after each commit. */
@FunctionalInterface
public interface Receiver {
    /** These rows were taken for this node. */
    void handOver(List<Taken> rows);

    /** The flows of these rows have ended while their attempts run: they are to be told to stop. */
    default void stop(List<OutboxKey> rows) {}
}
