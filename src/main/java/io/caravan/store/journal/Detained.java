package io.caravan.store.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes that wait for a row which somebody keeps locked, and the events that came behind them from the same source with the same subject. */
final class Detained {
    private record Stream(String source, String subject) {}

    private final Set<Stream> streams = new HashSet<>();
    private final List<Write> writes = new ArrayList<>();

    void add(Write write) {
        stream(write).ifPresent(streams::add);
        writes.add(write);
    }

    /** Takes those that must stay behind; the answer is the others. */
    List<Write> without(List<Write> later) {
        if (streams.isEmpty()) {
            return later;
        }
        var free = new ArrayList<Write>();
        for (Write write : later) {
            if (mustStayBehind(write)) {
                writes.add(write);
            } else {
                free.add(write);
            }
        }
        return free;
    }

    boolean mustStayBehind(Write write) {
        return stream(write).filter(streams::contains).isPresent();
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    List<Write> writes() {
        return writes;
    }

    private static Optional<Stream> stream(Write write) {
        return write instanceof Write.Accept accept
                ? accept.incoming()
                        .event()
                        .attributes()
                        .subject()
                        .map(subject ->
                                new Stream(accept.incoming().event().identity().source(), subject))
                : Optional.empty();
    }
}
