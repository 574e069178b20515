package io.caravan.intake;

import io.caravan.dispatch.Triggers;
import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.Rounds;
import io.caravan.store.inbox.InboxRow;
import io.caravan.store.inbox.InboxTable;
import io.caravan.store.inbox.InboxTurn;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import io.caravan.store.journal.NotItsTurn;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the rows of the inbox as events. One node at a time takes, as long as its own transaction holds the inbox; each row is
 * deleted by the writer's transaction that accepts its event, so a crash or a second taker loses and doubles nothing.
 */
public final class SqlInbox implements Rounds.Round, AutoCloseable {
    /** While it is this node's turn, and there is nothing to take. */
    public static final Duration BETWEEN_LOOKS = Duration.ofMillis(800);

    /** While it is another node's turn: so long nobody takes after that one has died. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(SqlInbox.class);
    private static final int MOST = 200;
    private static final Duration TROUBLE = Duration.ofSeconds(1);

    /** What has become of a row. */
    private enum Fate {
        ACCEPTED,
        PARKED,
        /** Gone meanwhile, or behind an earlier one of its key. */
        PASSED_OVER,
        /** Nothing can be stored at the moment. */
        LEFT
    }

    private final DataSource reading;
    private final Triggers triggers;
    private final Journal journal;
    private final LongAdder parked = new LongAdder();
    private Optional<InboxTurn> turn = Optional.empty();

    public SqlInbox(DataSource reading, Triggers triggers, Journal journal) {
        this.reading = reading;
        this.triggers = triggers;
        this.journal = journal;
    }

    /** How many rows this node has parked. */
    public long parked() {
        return parked.sum();
    }

    /** Takes the oldest rows; an answer of no rest means that there may be more. */
    @Override
    public synchronized Duration go() throws SQLException, InterruptedException, ExecutionException {
        if (turn.isEmpty()) {
            turn = InboxTurn.begin(reading);
        }
        if (turn.isEmpty()) {
            return BETWEEN_TRIES;
        }
        boolean goesOn = false;
        try {
            Duration rest = take(turn.get());
            goesOn = !turn.get().isOver();
            return rest;
        } finally {
            if (!goesOn) {
                close();
            }
        }
    }

    /** Leaves the inbox to other nodes. */
    @Override
    public synchronized void close() {
        turn.ifPresent(ended -> {
            try {
                ended.close();
            } catch (SQLException broken) {
                LOG.debug("the database has ended this node's turn at the inbox: {}", broken.getMessage());
            }
        });
        turn = Optional.empty();
    }

    private Duration take(InboxTurn turn) throws SQLException, InterruptedException, ExecutionException {
        List<CompletableFuture<Fate>> fates =
                turn.head(MOST).stream().map(this::take).toList();
        var all = CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new));
        while (!isDone(all)) {
            turn.keep();
        }
        List<Fate> known = fates.stream().map(CompletableFuture::join).toList();
        if (known.contains(Fate.LEFT)) {
            return TROUBLE;
        }
        return known.contains(Fate.ACCEPTED) || known.contains(Fate.PARKED) ? Duration.ZERO : BETWEEN_LOOKS;
    }

    private static boolean isDone(CompletableFuture<?> all) throws InterruptedException, ExecutionException {
        try {
            all.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private CompletableFuture<Fate> take(InboxRow row) {
        Event event;
        try {
            event = event(row);
        } catch (Problem poison) {
            return park(row, poison.getMessage());
        }
        return triggers.accept(
                        event, row.key().map(key -> "inbox\n" + key), incoming -> journal.take(incoming, row.number()))
                .handle((accepted, thrown) ->
                        thrown == null ? CompletableFuture.completedFuture(Fate.ACCEPTED) : refused(row, thrown))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Fate> refused(InboxRow row, Throwable thrown) {
        Throwable cause = Refusals.cause(thrown);
        if (cause instanceof NotItsTurn) {
            return CompletableFuture.completedFuture(Fate.PASSED_OVER);
        }
        if (cause instanceof NotAccepted) {
            return CompletableFuture.completedFuture(Fate.LEFT);
        }
        return park(row, String.valueOf(cause.getMessage()));
    }

    private CompletableFuture<Fate> park(InboxRow row, String reason) {
        return journal.run(statements -> InboxTable.park(statements, row.number(), reason))
                .handle((done, thrown) -> {
                    if (thrown != null) {
                        return Fate.LEFT;
                    }
                    if (done) {
                        parked.increment();
                        LOG.warn("row {} of the inbox is parked in inbox_parked: {}", row.number(), reason);
                    }
                    return Fate.PARKED;
                });
    }

    private static Event event(InboxRow row) {
        String data = row.content()
                .data()
                .orElseThrow(() -> new Problem(
                        413,
                        "Too large",
                        "The data is larger than " + InboxTable.LARGEST_DATA
                                + " bytes; keep the rest elsewhere and insert its address."));
        var identity = new Event.Identity(
                Ids.next(),
                EventReading.checked("source", row.named().source()),
                EventReading.checked("id", row.named().id()));
        var attributes = new Event.Attributes(
                EventReading.checked("type", row.named().type()),
                checked("subject", row.named().subject()),
                time(row),
                checked("correlation", row.named().correlation()));
        var tree = EventReading.parse(data.getBytes(StandardCharsets.UTF_8), "data");
        return new Event(identity, attributes, Json.write(tree), 0);
    }

    private static Optional<String> checked(String field, Optional<String> text) {
        return text.map(given -> EventReading.checked(field, given));
    }

    private static Instant time(InboxRow row) {
        Instant time = row.content().time().toInstant();
        try {
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (ArithmeticException endless) {
            throw new Problem(400, "Not an event", "Field 'time' is endless; insert the time of the event.");
        }
    }
}
