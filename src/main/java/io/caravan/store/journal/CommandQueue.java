package io.caravan.store.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What waits for the writer: settles and orders before accepts, chores between batches; the accepts are bounded. */
final class CommandQueue {
    /** A batch is sent to the database in one piece: as many characters as this, and one command more. */
    private static final long LARGEST_WEIGHT = 8_000_000;

    private final Deque<Write> urgent = new ArrayDeque<>();
    private final Deque<Write> accepts = new ArrayDeque<>();
    private final Deque<Write.Aside<?>> asides = new ArrayDeque<>();
    private final int mostAccepts;
    private boolean woken;
    private boolean closed;

    CommandQueue(int mostAccepts) {
        this.mostAccepts = mostAccepts;
    }

    /** All of them or none: false when the queue of accepts is full, or closed. */
    synchronized boolean offer(List<Write.Accept> together) {
        if (closed || accepts.size() >= mostAccepts) {
            return false;
        }
        accepts.addAll(together);
        notifyAll();
        return true;
    }

    /** False when the queue is closed. */
    synchronized boolean add(Write write) {
        if (closed) {
            return false;
        }
        if (write instanceof Write.Aside<?> aside) {
            asides.add(aside);
        } else {
            urgent.add(write);
        }
        notifyAll();
        return true;
    }

    /** What is to be done between two batches; one at a time. */
    synchronized Optional<Write.Aside<?>> aside() {
        return Optional.ofNullable(asides.poll());
    }

    /** Puts writes back in front, in their order. */
    synchronized void putBack(List<Write> writes) {
        for (int i = writes.size() - 1; i >= 0; i--) {
            urgent.addFirst(writes.get(i));
        }
    }

    /** Puts writes back behind all others of their kind; events that were accepted once are not refused for it. */
    synchronized void putBehind(Detained detained) {
        List<Write> later = accepts.stream().filter(detained::mustStayBehind).toList();
        accepts.removeAll(later);
        detained.writes().forEach(write -> (write instanceof Write.Accept ? accepts : urgent).add(write));
        accepts.addAll(later);
    }

    /** How many of the accepts, from the first on, have been taken in: all that there is place for, next to each other. */
    synchronized int offerAll(List<Write.Accept> several) {
        int place = closed ? 0 : Math.max(0, Math.min(several.size(), mostAccepts - accepts.size()));
        accepts.addAll(several.subList(0, place));
        notifyAll();
        return place;
    }

    /** Every accept that waits is given up by the queue. */
    synchronized List<Write> giveUpAccepts() {
        var all = List.copyOf(accepts);
        accepts.clear();
        return all;
    }

    /** Makes the next {@link #take} return at once. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** All that has gathered for a batch, up to the given number; waits for anything to do as long as allowed. */
    synchronized List<Write> take(int most, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (urgent.isEmpty() && accepts.isEmpty() && asides.isEmpty() && !woken) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        woken = false;
        var batch = new ArrayList<Write>(Math.min(most, urgent.size() + accepts.size()));
        long weight = fill(batch, urgent, most, 0);
        fill(batch, accepts, most, weight);
        return batch;
    }

    private static long fill(List<Write> batch, Deque<Write> waiting, int most, long sofar) {
        long weight = sofar;
        while (batch.size() < most && weight < LARGEST_WEIGHT && !waiting.isEmpty()) {
            Write next = waiting.poll();
            weight += next.weight();
            batch.add(next);
        }
        return weight;
    }

    /** Takes nothing in any more; the answer is everything that is left, for a last answer. */
    synchronized List<Write> close() {
        closed = true;
        var all = new ArrayList<Write>(urgent);
        all.addAll(accepts);
        all.addAll(asides);
        asides.clear();
        urgent.clear();
        accepts.clear();
        return all;
    }

    synchronized int waitingAccepts() {
        return accepts.size();
    }
}
