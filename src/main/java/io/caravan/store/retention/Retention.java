package io.caravan.store.retention;

import io.caravan.store.Ids;
import io.caravan.store.Observer;
import io.caravan.store.Observer.Point;
import io.caravan.store.Rounds;
import io.caravan.store.Statements;
import io.caravan.store.journal.Journal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old flows and then the events of which none is left. What seems old is found by reading; only the removal itself is
 * the writer's. What may not go yet is met again in the next pass.
 */
public final class Retention implements Rounds.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration BETWEEN_PASSES = Duration.ofMinutes(10);
    private static final Duration BETWEEN_READS = Duration.ofMillis(10);

    private final DataSource reading;
    private final Journal journal;
    private final Duration kept;
    private final Clock clock;
    private final Observer observer;
    private final Pace pace = new Pace();
    private final Shelf flows = new OldFlows();
    private final Shelf events = new OldEvents();
    private final Map<Shelf, Integer> removed = new HashMap<>();
    private Shelf shelf = flows;
    private String last = Ids.LOWEST;

    /** How many rows have gone, and how long to rest after that. */
    private record Removed(int rows, Duration rest) {}

    public Retention(DataSource reading, Journal journal, Duration kept, Clock clock, Observer observer) {
        this.reading = reading;
        this.journal = journal;
        this.kept = kept;
        this.clock = clock;
        this.observer = observer;
    }

    /** One step: some rows are looked at, the old ones among them are removed. */
    @Override
    public Duration go() throws SQLException, ExecutionException, InterruptedException {
        Instant before = clock.instant().minus(kept);
        Shelf.Stretch stretch = walk(before);
        Duration rest = stretch.old().isEmpty() ? BETWEEN_READS : remove(stretch.old(), before);
        if (stretch.last().isPresent()) {
            last = stretch.last().get();
            return rest;
        }
        last = Ids.LOWEST;
        boolean again = shelf == events;
        shelf = again ? flows : events;
        return again ? ended(before) : rest;
    }

    private Shelf.Stretch walk(Instant before) throws SQLException {
        try (var connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return shelf.walk(statements, last, before, pace.size());
        }
    }

    private Duration remove(List<String> old, Instant before) throws ExecutionException, InterruptedException {
        Removed gone = journal.run(statements -> {
                    long began = System.nanoTime();
                    int rows = shelf.remove(statements, old, before);
                    return new Removed(rows, pace.worked(Duration.ofNanos(System.nanoTime() - began)));
                })
                .get();
        removed.merge(shelf, gone.rows(), Integer::sum);
        observer.reached(shelf == flows ? Point.FLOWS_DELETED : Point.EVENTS_DELETED, gone.rows());
        return gone.rest();
    }

    private Duration ended(Instant before) {
        int oldFlows = removed.getOrDefault(flows, 0);
        int oldEvents = removed.getOrDefault(events, 0);
        if (oldFlows + oldEvents > 0) {
            LOG.info("{} flows and {} events from before {} are deleted", oldFlows, oldEvents, before);
        }
        removed.clear();
        return BETWEEN_PASSES;
    }
}
