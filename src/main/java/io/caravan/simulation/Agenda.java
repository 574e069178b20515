package io.caravan.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** What is due at which virtual moment; what is due at the same moment comes in the order in which it was put there. */
final class Agenda {
    private record Entry(Instant at, int order, BooleanSupplier wanted, Runnable deed) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private final VirtualClock clock;
    private int order;

    Agenda(VirtualClock clock) {
        this.clock = clock;
    }

    /** @param wanted asked when its time has come, which does not pass for what nobody wants any more */
    void put(Instant at, BooleanSupplier wanted, Runnable deed) {
        entries.add(new Entry(at, order++, wanted, deed));
    }

    /** Lets the clock jump to what is due next, and does it; false = nothing is. */
    boolean next() {
        while (!entries.isEmpty()) {
            Entry entry = entries.remove();
            if (entry.wanted().getAsBoolean()) {
                if (entry.at().isAfter(clock.instant())) {
                    clock.set(entry.at());
                }
                entry.deed().run();
                return true;
            }
        }
        return false;
    }
}
