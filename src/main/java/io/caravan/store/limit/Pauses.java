package io.caravan.store.limit;

import io.caravan.flow.Pause;
import io.caravan.store.Dialect;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Queue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What rests, as this node knows it. The writer reads it again when somebody here has changed it, and on PostgreSQL, where other
 * nodes change it too, every second.
 */
public final class Pauses {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private volatile Resting known = Resting.NOTHING;
    private volatile boolean changed = true;
    private long readAt;

    /** To be called before anything is taken; the answer is whether something else rests than before. */
    public boolean refresh(Statements statements) throws SQLException {
        boolean old = statements.dialect() == Dialect.POSTGRES && System.nanoTime() - readAt > FRESH.toNanos();
        if (!changed && !old) {
            return false;
        }
        changed = false;
        readAt = System.nanoTime();
        Resting now = PauseTable.read(statements);
        boolean differs = !now.equals(known);
        known = now;
        return differs;
    }

    /** Somebody here has changed the table. */
    public void changed() {
        changed = true;
    }

    public Resting known() {
        return known;
    }

    /** Why nothing of the queue is taken; empty = it is. */
    public Optional<Pause> of(Queue queue) {
        return known.of(queue);
    }

    /** Why the row is not taken; empty = it is. */
    public Optional<Pause> of(OutboxRow row) {
        return known.of(row);
    }

    /** Until when rows of the queue are not to be taken, as its destination has asked for; long ago = they may be. */
    public Instant closedUntil(Queue queue) {
        return known.closedUntil(queue.destination());
    }

    /** The row in the queue where it belongs at present. */
    public OutboxRow apart(OutboxRow row) {
        return known.apart(row);
    }
}
