package io.caravan.component.aggregate;

import io.caravan.store.aggregation.Change;
import io.caravan.store.aggregation.Completions;
import io.caravan.store.aggregation.Group;
import io.caravan.store.aggregation.GroupKey;
import io.caravan.store.aggregation.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One turn of a key: the group is read, what came is added to it, and both are stored; if somebody was faster, once more. */
final class Round {
    /** For how long a message that nobody would know again is remembered: as long as a commit may be in doubt. */
    private static final Duration BRIEFLY = Duration.ofHours(1);

    private final Aggregator aggregator;
    private final GroupKey key;
    private final Ground ground;
    private final Deliveries deliveries;
    private final List<Arrival> arrivals;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Round(Aggregator aggregator, GroupKey key, List<Arrival> arrivals, Ground ground, Deliveries deliveries) {
        this.aggregator = aggregator;
        this.key = key;
        this.arrivals = new ArrayList<>(arrivals);
        this.ground = ground;
        this.deliveries = deliveries;
    }

    /** Ends when every message is answered. */
    CompletableFuture<Void> run() {
        attempt();
        return ended;
    }

    private void attempt() {
        try {
            Optional<Group> before = before();
            Optional<Attempted> attempted = fold(before);
            if (attempted.isEmpty()) {
                arrivals.forEach(arrival -> arrival.ended().complete(null));
                ended.complete(null);
            } else {
                store(attempted.get(), before.map(Group::version));
            }
        } catch (SQLException | RuntimeException failed) {
            fail(failed);
        }
    }

    private Optional<Group> before() throws SQLException {
        Optional<Optional<Group>> remembered = aggregator.remembered().get(key);
        return remembered.isPresent() ? remembered.get() : ground.stored().read(key);
    }

    /** What the messages make of the group. */
    private record Attempted(Optional<Group> left, Folding folding, List<Change.Message> messages) {}

    /** Leaves out, and answers, messages that cannot be gathered; empty = there is nothing to store. */
    private Optional<Attempted> fold(Optional<Group> before) {
        boolean oneByOne = false;
        while (true) {
            Instant now = ground.clock().instant();
            var folding = new Folding(key, aggregator.rules(), before, aggregator::fresh, now);
            Optional<Arrival> culprit = add(folding, oneByOne);
            if (culprit.isEmpty()) {
                try {
                    return folding.hasChanged()
                            ? Optional.of(new Attempted(
                                    folding.left(),
                                    folding,
                                    messages(now).values().stream().toList()))
                            : Optional.empty();
                } catch (RuntimeException notJson) {
                    if (oneByOne || arrivals.isEmpty()) {
                        throw notJson;
                    }
                    oneByOne = true;
                }
            }
        }
    }

    /** The message that could not be added, which is answered so and left out from now on. */
    private Optional<Arrival> add(Folding folding, boolean oneByOne) {
        var seen = new HashSet<String>();
        for (Arrival arrival : arrivals) {
            if (seen.add(arrival.id().text())) {
                try {
                    folding.add(arrival.copy());
                    if (oneByOne) {
                        folding.left();
                    }
                } catch (RuntimeException refused) {
                    arrivals.remove(arrival);
                    arrival.ended().completeExceptionally(refused);
                    return Optional.of(arrival);
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, Change.Message> messages(Instant now) {
        var messages = new LinkedHashMap<String, Change.Message>();
        for (Arrival arrival : arrivals) {
            Duration kept = arrival.id().comesAgain() ? ground.limits().retention() : BRIEFLY;
            messages.put(arrival.id().text(), new Change.Message(arrival.id().text(), now.plus(kept)));
        }
        return messages;
    }

    private void store(Attempted attempted, Optional<String> before) {
        boolean draining = ground.journal().isDraining();
        Deliveries.Hold hold =
                deliveries.hold(draining ? List.of() : attempted.folding().completed());
        var change = new Change(
                key,
                before,
                attempted.left(),
                attempted.messages(),
                new Completions(attempted.folding().completed(), hold.isTaken()));
        ground.journal()
                .gather(change)
                .whenCompleteAsync((verdict, thrown) -> answer(verdict, thrown, change, hold), deliveries.threads());
    }

    private void answer(Verdict verdict, @Nullable Throwable thrown, Change change, Deliveries.Hold hold) {
        if (thrown != null) {
            hold.drop();
            aggregator.remembered().forget(key);
            fail(thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown);
        } else if (verdict instanceof Verdict.Stored stored) {
            aggregator.remembered().put(key, change.after());
            aggregator.house().stored(change);
            hold.begin(stored.epoch());
            arrivals.forEach(arrival -> arrival.ended().complete(null));
            ended.complete(null);
        } else {
            hold.drop();
            aggregator.remembered().forget(key);
            if (verdict instanceof Verdict.Repeated repeated) {
                repeated(repeated);
            }
            attempt();
        }
    }

    /** What was gathered before is answered as gathered. */
    private void repeated(Verdict.Repeated repeated) {
        List<Arrival> again = arrivals.stream()
                .filter(arrival -> repeated.messages().contains(arrival.id().text()))
                .toList();
        arrivals.removeAll(again);
        again.forEach(arrival -> arrival.ended().complete(null));
    }

    private void fail(Throwable reason) {
        arrivals.forEach(arrival -> arrival.ended().completeExceptionally(reason));
        ended.complete(null);
    }
}
