package io.caravan.store.retention;

import io.caravan.store.Rounds;
import io.caravan.store.Sql;
import io.caravan.store.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Removes rows that say themselves when their time is over. PostgreSQL deletes them by the places where it has locked them: looked
 * for by their keys, it might walk through a table that it takes for empty.
 */
public final class Expired implements Rounds.Round {
    private static final Duration BETWEEN_PASSES = Duration.ofMinutes(10);

    private final Journal journal;
    private final Clock clock;
    private final Sql remove;
    private final Pace pace = new Pace();

    private Expired(Journal journal, Clock clock, Sql remove) {
        this.journal = journal;
        this.clock = clock;
        this.remove = remove;
    }

    private static final Sql DEPOSITS = new Sql(
            """
            DELETE FROM deposit WHERE id IN (SELECT id FROM deposit WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """,
            """
            DELETE FROM deposit WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM deposit WHERE expires_at <= ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED))
            """);

    /** What routes have checked in. */
    public static Expired deposits(Journal journal, Clock clock) {
        return new Expired(journal, clock, DEPOSITS);
    }

    private static final Sql MESSAGES = new Sql(
            """
            DELETE FROM gathered WHERE (aggregator, message) IN (
              SELECT aggregator, message FROM gathered WHERE forgotten_at <= ? ORDER BY forgotten_at LIMIT ?)
            """,
            """
            DELETE FROM gathered WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM gathered WHERE forgotten_at <= ? ORDER BY forgotten_at LIMIT ? FOR UPDATE SKIP LOCKED))
            """);

    /** That messages were gathered by an aggregator. */
    public static Expired messages(Journal journal, Clock clock) {
        return new Expired(journal, clock, MESSAGES);
    }

    private static final Sql RATES = new Sql(
            """
            DELETE FROM rate WHERE (minute, epoch) IN (
              SELECT minute, epoch FROM rate WHERE minute < ? / 60000 - 180 ORDER BY minute, epoch LIMIT ?)
            """,
            """
            DELETE FROM rate WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM rate WHERE minute < CAST(? AS bigint) / 60000 - 180 ORDER BY minute, epoch LIMIT ?
              FOR UPDATE SKIP LOCKED))
            """);

    /** What nodes did in minutes that nobody looks at any more: three hours ago. */
    public static Expired rates(Journal journal, Clock clock) {
        return new Expired(journal, clock, RATES);
    }

    /** One step: some of those that are over are removed; the next comes soon while there were as many as asked for. */
    @Override
    public Duration go() throws ExecutionException, InterruptedException {
        long now = clock.instant().toEpochMilli();
        int most = pace.size();
        return journal.run(statements -> {
                    long began = System.nanoTime();
                    int removed = statements.update(remove, now, most);
                    Duration rest = pace.worked(Duration.ofNanos(System.nanoTime() - began));
                    return removed < most ? BETWEEN_PASSES : rest;
                })
                .get();
    }
}
