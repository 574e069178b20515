package io.caravan.store.retention;

import io.caravan.store.Rounds;
import io.caravan.store.Sql;
import io.caravan.store.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Removes deposits whose time is over. */
public final class OldDeposits implements Rounds.Round {
    private static final Duration BETWEEN_PASSES = Duration.ofMinutes(10);

    private final Journal journal;
    private final Clock clock;
    private final Pace pace = new Pace();

    public OldDeposits(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    private static final Sql REMOVE = new Sql(
            """
            DELETE FROM deposit WHERE id IN (SELECT id FROM deposit WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """,
            """
            DELETE FROM deposit WHERE id IN (
              SELECT id FROM deposit WHERE expires_at <= ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """);

    /** One step: some of those that are over are removed; the next comes soon while there were as many as asked for. */
    @Override
    public Duration go() throws ExecutionException, InterruptedException {
        long now = clock.instant().toEpochMilli();
        int most = pace.size();
        return journal.run(statements -> {
                    long began = System.nanoTime();
                    int removed = statements.update(REMOVE, now, most);
                    Duration rest = pace.worked(Duration.ofNanos(System.nanoTime() - began));
                    return removed < most ? BETWEEN_PASSES : rest;
                })
                .get();
    }
}
