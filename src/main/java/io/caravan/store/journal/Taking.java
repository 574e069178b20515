package io.caravan.store.journal;

import io.caravan.flow.Budgets;
import io.caravan.store.Statements;
import io.caravan.store.limit.Limits;
import io.caravan.store.limit.Pauses;
import io.caravan.store.limit.Tokens;
import io.caravan.store.outbox.DueSearch;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Queue;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * When rows of the outbox are to be taken: at the end of the batch in which permits came free, or when the next one is due;
 * never by polling. Queues take turns, so that none hides the others.
 */
final class Taking {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);
    private static final int MOST_ASIDE = 1_000;
    private static final int MOST_ROUNDS = 5;
    private static final Duration DAMAGED = Duration.ofMinutes(1);

    /** Finds the states of flows as they stand within the present batch. */
    @FunctionalInterface
    interface Lookup {
        Map<String, FlowCache.Entry> look(Collection<String> flows) throws SQLException;
    }

    private final Leases leases;
    private final Pauses pauses;
    private final Budgets budgets;
    private final Tokens tokens;
    private final Duration poll;
    private final DueSearch search = new DueSearch();
    private Instant nextDue = Instant.EPOCH;
    private final Set<String> full = new HashSet<>();
    private int turn;

    /** @param poll after this time at most it is looked for rows that others have made */
    Taking(Leases leases, Limits limits, Duration poll) {
        this.leases = leases;
        this.pauses = limits.pauses();
        this.budgets = limits.budgets();
        this.tokens = new Tokens(budgets);
        this.poll = poll;
    }

    /** A free row is inserted. */
    void expect(Queue queue, Instant dueAt) {
        search.expect(queue.name(), dueAt);
        expect(later(dueAt, openFrom(queue)));
    }

    /** A row is given back. */
    void expectBack(Instant dueAt) {
        search.startOver();
        expect(dueAt);
    }

    /** A full queue has room again. */
    void expectRoom(Instant now) {
        if (!full.isEmpty()) {
            expect(now);
        }
    }

    private void expect(Instant dueAt) {
        if (dueAt.isBefore(nextDue)) {
            nextDue = dueAt;
        }
    }

    /** After a batch that failed, what was expected may not be there, and what is there may not have been expected. */
    void lookAgain() {
        tokens.forget();
        search.startOver();
        nextDue = Instant.EPOCH;
    }

    boolean isBacklog(Instant now) {
        return !nextDue.isAfter(now);
    }

    /** How long the writer may sleep when no permit is missing. */
    Duration untilDue(Instant now) {
        Duration until = Duration.between(now, nextDue);
        if (until.isNegative()) {
            return Duration.ZERO;
        }
        return until.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : until;
    }

    /** Takes due rows, at most as many as there are permits and room in their queues; queues take turns. */
    List<Taken> take(Statements statements, Lookup flows, int permits, Room room, Instant now) throws SQLException {
        SortedMap<String, Instant> due = open(search.nextDue(statements, now), room);
        List<Queue> order = due.keySet().stream()
                .filter(each -> !due.get(each).isAfter(now))
                .map(Queue::named)
                .filter(queue -> !openFrom(queue).isAfter(now))
                .toList();
        tokens.open(statements, order.stream().filter(tokens::limit).toList(), now);
        var held = new ArrayList<Held>();
        boolean more = false;
        for (int i = 0; i < order.size() && held.size() < permits; i++) {
            Queue queue = order.get((turn + i) % order.size());
            int most = tokens.of(queue, Math.min(permits - held.size(), room.of(queue)), now);
            if (most == 0) {
                continue;
            }
            List<Held> some = new ArrayList<>();
            more |= !take(statements, queue, most, now, some);
            some.forEach(each -> room.enter(queue));
            tokens.pay(queue, some.size(), now);
            held.addAll(some);
        }
        tokens.close(statements);
        turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
        if (held.size() < permits) {
            nextDue = more ? now : earliest(held.isEmpty() ? due : open(search.nextDue(statements, now), room), now);
        }
        return withFlows(statements, flows, held, now);
    }

    /**
     * Takes rows of one queue. Those whose actions rest are moved into queues of their own, once, with others like them; false =
     * there are more of these than one batch should move.
     */
    private boolean take(Statements statements, Queue queue, int most, Instant now, List<Held> taken)
            throws SQLException {
        for (int round = 0; round < MOST_ROUNDS && taken.size() < most; round++) {
            int missing = most - taken.size();
            var resting = new ArrayList<Held>();
            for (Held each : search.take(statements, queue.name(), leases.draw(missing), missing, now)) {
                (pauses.of(each.row()).isEmpty() ? taken : resting).add(each);
            }
            if (resting.isEmpty()) {
                return true;
            }
            OutboxTable.release(
                    statements,
                    resting.stream()
                            .map(each -> new OutboxTable.Return(
                                    each.row().key(), each.lease(), each.row().dueAt()))
                            .toList());
            for (Queue apart : resting.stream().map(this::apart).collect(Collectors.toSet())) {
                search.move(statements, queue.name(), apart, Math.max(MOST_ASIDE, missing), now);
            }
        }
        return taken.size() >= most;
    }

    private Queue apart(Held held) {
        return pauses.apart(held.row()).target().queue();
    }

    /**
     * Without the queues that rest; and without those that are full, which are looked at again when one of their rows has
     * ended.
     */
    private SortedMap<String, Instant> open(SortedMap<String, Instant> due, Room room) {
        full.clear();
        due.keySet().removeIf(name -> pauses.of(Queue.named(name)).isPresent());
        due.keySet().stream().filter(name -> room.of(Queue.named(name)) <= 0).forEach(full::add);
        due.keySet().removeAll(full);
        return due;
    }

    /** Rows of this queue wait for others of it to end, until somebody lets them go on, or for a budget. */
    boolean isClosed(Queue queue, Instant now) {
        return full.contains(queue.name())
                || pauses.of(queue).isPresent()
                || tokens.limit(queue)
                || openFrom(queue).isAfter(now);
    }

    /** From when on rows of the queue may be taken, as far as it is known. */
    private Instant openFrom(Queue queue) {
        return later(tokens.next(queue), pauses.closedUntil(queue));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The row in the queue where it belongs at present. */
    OutboxRow placed(OutboxRow row) {
        Queue queue = row.target().queue();
        String part = row.target().part();
        boolean parted =
                row.kind() == OutboxRow.Kind.ACTION && !part.isEmpty() && budgets.hasParts(queue.destination());
        return pauses.apart(parted ? row.in(queue.ofPart(part)) : row);
    }

    /** The time between two rows of the queue in the long run; zero = it has no budget. */
    Duration interval(Queue queue) {
        return Duration.of(budgets.interval(queue.destination(), queue.part()).orElse(0), ChronoUnit.MICROS);
    }

    /** What is due and could not be taken is just being taken, or given back, by another node. */
    private Instant earliest(SortedMap<String, Instant> due, Instant now) {
        Instant soonest = now.plus(poll);
        for (Map.Entry<String, Instant> each : due.entrySet()) {
            Instant from = later(each.getValue(), openFrom(Queue.named(each.getKey())));
            if (from.isAfter(now) && from.isBefore(soonest)) {
                soonest = from;
            }
        }
        return soonest;
    }

    private List<Taken> withFlows(Statements statements, Lookup flows, List<Held> held, Instant now)
            throws SQLException {
        if (held.isEmpty()) {
            return List.of();
        }
        var entries = new HashMap<String, FlowCache.Entry>();
        List<String> ids =
                held.stream().map(each -> each.row().key().flow()).distinct().toList();
        try {
            entries.putAll(flows.look(ids));
        } catch (RuntimeException damaged) {
            lookOneByOne(flows, ids, entries);
        }
        var taken = new ArrayList<Taken>();
        var postponed = new ArrayList<OutboxTable.Return>();
        for (Held each : held) {
            FlowCache.Entry entry = entries.get(each.row().key().flow());
            if (entry == null) {
                Writer.LOG.error("{} is postponed; others go on", each.row().key());
                postponed.add(new OutboxTable.Return(each.row().key(), each.lease(), now.plus(DAMAGED)));
            } else {
                taken.add(new Taken(each.row(), each.lease(), entry.state(), entry.event()));
            }
        }
        OutboxTable.release(statements, postponed);
        return taken;
    }

    private static void lookOneByOne(Lookup flows, List<String> ids, Map<String, FlowCache.Entry> entries)
            throws SQLException {
        for (String id : ids) {
            try {
                entries.putAll(flows.look(List.of(id)));
            } catch (RuntimeException damaged) {
                Writer.LOG.error("flow {} cannot be read", id, damaged);
            }
        }
    }
}
