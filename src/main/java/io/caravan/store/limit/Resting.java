package io.caravan.store.limit;

import io.caravan.flow.Budgets;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Kind;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Queue;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * All that rests at one moment, and why a row of the outbox must therefore wait.
 *
 * @param closed until when destinations have asked, or had asked, to be left alone
 */
public record Resting(Map<Subject, Pause> pauses, Map<String, Instant> closed) {
    static final Resting NOTHING = new Resting(Map.of(), Map.of());

    public Resting {
        pauses = Map.copyOf(pauses);
        closed = Map.copyOf(closed);
    }

    /** Until when the destination is to be left alone; long ago = it need not. */
    public Instant closedUntil(String destination) {
        return closed.isEmpty()
                ? Instant.EPOCH
                : Budgets.names(destination)
                        .map(name -> closed.getOrDefault(name, Instant.EPOCH))
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
    }

    public Collection<Pause> all() {
        return pauses.values();
    }

    public Optional<Pause> of(Subject subject) {
        return Optional.ofNullable(pauses.get(subject));
    }

    /** Why nothing of the queue is taken; empty = it is. */
    public Optional<Pause> of(Queue queue) {
        if (pauses.isEmpty()) {
            return Optional.empty();
        }
        Optional<Pause> destination = of(Subject.destination(queue.destination()));
        return destination.isPresent() || queue.action().isEmpty()
                ? destination
                : of(new Subject(Kind.ACTION, queue.action()));
    }

    /** Why the row is not taken; empty = it is. */
    public Optional<Pause> of(OutboxRow row) {
        Optional<Pause> queue = of(row.target().queue());
        return queue.isPresent() ? queue : ofAction(row);
    }

    /** The row in a queue of its action's own if that rests, so that it hides no other row. */
    OutboxRow apart(OutboxRow row) {
        return ofAction(row).isEmpty()
                ? row
                : row.in(row.target()
                        .queue()
                        .apart(row.target().definition(), row.key().action()));
    }

    /** The pause of the action that the row is an attempt of; what else is done for an action goes on. */
    private Optional<Pause> ofAction(OutboxRow row) {
        return pauses.isEmpty() || row.kind() != OutboxRow.Kind.ACTION
                ? Optional.empty()
                : of(Subject.action(row.target().definition(), row.key().action()));
    }
}
