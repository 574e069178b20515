package io.caravan.store.journal;

import java.util.function.Predicate;

/**
 * What beside the actions somebody wants.
 *
 * @param events whether anybody listens to, or waits for, events of a type
 * @param everyDeadLetter whether a copy is sent of dead letters whose action names no endpoint, too
 */
public record Wanted(Predicate<String> events, boolean everyDeadLetter) {
    public static final Wanted NOTHING = new Wanted(type -> false, false);
}
