package io.caravan.store.limit;

import io.caravan.flow.Budget;
import io.caravan.flow.Budgets;
import io.caravan.flow.Budgets.Allowance;
import io.caravan.store.Statements;
import io.caravan.store.limit.DestinationTable.Key;
import io.caravan.store.limit.DestinationTable.Standing;
import io.caravan.store.outbox.Queue;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many rows of which queue may be taken within the budgets that all nodes share. What is drawn is paid in the transaction
 * that takes the rows. A budget that is used up is not asked again before the time at which it has more.
 */
public final class Tokens {
    private static final int MOST_REMEMBERED = 10_000;

    private final Budgets budgets;
    private final Map<String, Instant> usedUp = new HashMap<>();
    private SortedMap<Key, Standing> standings = new TreeMap<>();
    private final SortedMap<Key, Long> paid = new TreeMap<>();

    public Tokens(Budgets budgets) {
        this.budgets = budgets;
    }

    /** Whether rows of the queue are taken within budgets. */
    public boolean limit(Queue queue) {
        return !budgets.isEmpty() && !allowances(queue).isEmpty();
    }

    private List<Allowance> allowances(Queue queue) {
        return budgets.of(queue.destination(), queue.part());
    }

    /** When rows of the queue may be taken again, as far as it is known to be later than now. */
    public Instant next(Queue queue) {
        return usedUp.getOrDefault(queue.name(), Instant.EPOCH);
    }

    /** What was remembered may be wrong. */
    public void forget() {
        usedUp.clear();
        paid.clear();
    }

    /** Looks how the budgets of these queues stand; to be called before their rows are taken. */
    public void open(Statements statements, Collection<Queue> queues, Instant now) throws SQLException {
        paid.clear();
        standings = new TreeMap<>();
        SortedSet<Key> keys = new TreeSet<>();
        for (Queue queue : queues) {
            if (!next(queue).isAfter(now)) {
                allowances(queue).forEach(each -> keys.add(key(each)));
                Budgets.names(queue.destination()).forEach(name -> keys.add(new Key(name, "", 0)));
            }
        }
        if (usedUp.size() > MOST_REMEMBERED) {
            usedUp.values().removeIf(until -> !until.isAfter(now));
        }
        if (keys.stream().allMatch(key -> key.period() == 0)) {
            return;
        }
        standings = DestinationTable.lock(statements, keys);
        SortedSet<Key> missing = keys.stream()
                .filter(key -> key.period() > 0 && !standings.containsKey(key))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            DestinationTable.add(statements, missing);
            standings = DestinationTable.lock(statements, keys);
        }
    }

    private static Key key(Allowance allowance) {
        return new Key(
                allowance.destination(),
                allowance.part(),
                allowance.budget().period().toMillis());
    }

    /** How many rows of the queue may be taken, this many at most; none = it is remembered when there will be more. */
    public int of(Queue queue, int most, Instant now) {
        if (!limit(queue)) {
            return most;
        }
        Instant blocked = Budgets.names(queue.destination())
                .map(name -> standings.get(new Key(name, "", 0)))
                .map(standing -> standing == null ? Instant.EPOCH : standing.blockedUntil())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        if (next(queue).isAfter(now) || blocked.isAfter(now)) {
            usedUp.merge(queue.name(), blocked, (one, other) -> one.isAfter(other) ? one : other);
            return 0;
        }
        int free = most;
        for (Allowance each : allowances(queue)) {
            free = Math.min(free, budget(each).free(paidUntil(each), micros(now)));
        }
        rememberIfUsedUp(queue, now);
        return free;
    }

    /** So many rows of the queue are taken. */
    public void pay(Queue queue, int taken, Instant now) {
        if (taken == 0 || !limit(queue)) {
            return;
        }
        for (Allowance each : allowances(queue)) {
            paid.put(key(each), budget(each).pay(paidUntil(each), micros(now), taken));
        }
        rememberIfUsedUp(queue, now);
    }

    private void rememberIfUsedUp(Queue queue, Instant now) {
        long next = 0;
        for (Allowance each : allowances(queue)) {
            if (budget(each).free(paidUntil(each), micros(now)) == 0) {
                next = Math.max(next, budget(each).next(paidUntil(each)));
            }
        }
        if (next > 0) {
            usedUp.put(queue.name(), Instant.ofEpochMilli(next / 1_000 + 1));
        }
    }

    private long paidUntil(Allowance allowance) {
        return paid.getOrDefault(key(allowance), standing(allowance).paidUntil());
    }

    private Budget budget(Allowance allowance) {
        OptionalInt announced = standing(allowance).announced();
        return announced.isPresent() ? budgets.announced(allowance.budget(), announced.getAsInt()) : allowance.budget();
    }

    private Standing standing(Allowance allowance) {
        return Objects.requireNonNull(standings.get(key(allowance)));
    }

    /** Writes what was drawn; to be called when no more is taken in this transaction. */
    public void close(Statements statements) throws SQLException {
        DestinationTable.pay(statements, paid);
        paid.clear();
    }

    private static long micros(Instant now) {
        return now.toEpochMilli() * 1_000;
    }
}
