package io.caravan.store.outbox;

import java.time.Instant;

/** A side effect yet to happen. */
public record OutboxRow(OutboxKey key, Kind kind, Target target, Try attempt, Instant dueAt) {
    /** What is to be done. */
    public enum Kind {
        ACTION,
        EVALUATE,
        TRIGGER,
        DEADLINE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Kind of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** For which definition, and whose budget it uses (blank = nobody's). */
    public record Target(String definition, String destination) {}

    /** The number of the next attempt, and whether the effect of the one before may have happened. */
    public record Try(int number, boolean uncertain) {}
}
