package io.caravan;

import io.caravan.watch.jmx.DeadLetters;
import java.util.function.BinaryOperator;

/** The replay of dead letters, for JMX: of a group (first), with a note (second). */
record ShownDeadLetters(BinaryOperator<String> replays) implements DeadLetters {
    @Override
    public String replay(String group, String note) {
        return replays.apply(group, note);
    }
}
