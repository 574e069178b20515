package io.caravan.store.view;

import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** Whether the database answers. It is asked once a second at most; nobody waits longer than that for the answer. */
public final class Pulse {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMillis(800);

    private static final String ASK = "SELECT epoch FROM node LIMIT 1";

    /** A question and when it was asked. */
    private record Asked(CompletableFuture<Optional<String>> answer, long at) {
        boolean isFresh() {
            return !answer.isDone() || System.nanoTime() - at < FRESH.toNanos();
        }
    }

    private final DataSource reading;
    private Optional<Asked> last = Optional.empty();

    public Pulse(DataSource reading) {
        this.reading = reading;
    }

    /** What is wrong with it, as a sentence; empty = it answers. */
    public Optional<String> trouble() {
        Asked asked = ask();
        try {
            return asked.answer().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            long millis = (System.nanoTime() - asked.at()) / 1_000_000;
            return Optional.of("The database has not answered for " + millis + " ms.");
        } catch (ExecutionException broken) {
            return Optional.of("The database cannot be asked: " + broken.getCause() + ".");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("The question was interrupted.");
        }
    }

    private synchronized Asked ask() {
        if (last.filter(Asked::isFresh).isEmpty()) {
            var asked = new Asked(new CompletableFuture<>(), System.nanoTime());
            last = Optional.of(asked);
            var thread = new Thread(() -> asked.answer().complete(answer()), "caravan-pulse");
            thread.setDaemon(true);
            thread.start();
        }
        return last.get();
    }

    /** The driver's own words stay in the log of those who use the database: they may name hosts and users. */
    private Optional<String> answer() {
        try (var connection = reading.getConnection();
                var statements = new Statements(connection)) {
            statements.set(ASK).executeQuery().close();
            return Optional.empty();
        } catch (SQLException away) {
            return Optional.of("The database does not answer (SQL state " + away.getSQLState() + ").");
        }
    }
}
