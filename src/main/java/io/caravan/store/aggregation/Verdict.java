package io.caravan.store.aggregation;

import java.util.Set;

/** What became of a change. */
public sealed interface Verdict {
    /** It is on disk; groups that were completed as taken are held under this epoch. */
    record Stored(long epoch) implements Verdict {}

    /** Nothing was changed: these messages had been gathered before. */
    record Repeated(Set<String> messages) implements Verdict {}

    /** Nothing was changed: the group is not what it was computed from. */
    record Moved() implements Verdict {}
}
