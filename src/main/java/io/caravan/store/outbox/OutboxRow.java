package io.caravan.store.outbox;

import java.time.Duration;
import java.time.Instant;

/** A side effect yet to happen. */
public record OutboxRow(OutboxKey key, Kind kind, Target target, Try attempt, Instant dueAt) {
    /** What is to be done. */
    public enum Kind {
        ACTION,
        EVALUATE,
        AWAIT,
        TRIGGER,
        DEADLINE,
        CANCEL,
        LEAVE,
        COMPENSATE,
        ANNOUNCE,
        COPY;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Kind of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /**
     * For which definition, in which queue, and which part of the destination's budget it uses; of a row beside the actions,
     * the part is what it is about.
     */
    public record Target(String definition, Queue queue, String part) {
        public Target(String definition, String destination) {
            this(definition, Queue.of(destination), "");
        }
    }

    /** The same row in another queue. */
    public OutboxRow in(Queue queue) {
        return new OutboxRow(key, kind, new Target(target.definition(), queue, target.part()), attempt, dueAt);
    }

    /** The same row, due later. */
    public OutboxRow later(Duration delay) {
        return new OutboxRow(key, kind, target, attempt, dueAt.plus(delay));
    }

    /** The number of the next attempt, and whether the effect of the one before may have happened. */
    public record Try(int number, boolean uncertain) {}
}
