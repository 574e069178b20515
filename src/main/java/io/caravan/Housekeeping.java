package io.caravan;

import io.caravan.store.Database;
import io.caravan.store.Observer;
import io.caravan.store.Rounds;
import io.caravan.store.journal.Journal;
import io.caravan.store.retention.Expired;
import io.caravan.store.retention.OldKeys;
import io.caravan.store.retention.Retention;
import io.caravan.store.view.Backlog;
import io.caravan.store.view.Sleepers;
import java.time.Clock;
import java.time.Duration;

/** What is done in the background beside the flows: old ones are deleted, those that nothing will wake are looked for,
 * and what is due is counted. */
final class Housekeeping implements AutoCloseable {
    private static final Duration BEFORE_DELETING = Duration.ofMinutes(1);
    private static final Duration BEFORE_COUNTING = Duration.ofSeconds(1);
    private static final Duration BEFORE_LOOKING = Duration.ofSeconds(2);

    private final Sleepers sleepers;
    private final Rounds looking;
    private final Rounds deleting;
    private final Rounds forgetting;
    private final Rounds clearing;
    private final Rounds unlearning;
    private final Rounds uncounting;
    private final Backlog backlog;
    private final Rounds counting;

    Housekeeping(Database database, Journal journal, Duration retention, Clock clock, Observer observer) {
        this.sleepers = new Sleepers(database.reading());
        this.looking = Rounds.start("caravan-sleepers", BEFORE_LOOKING, sleepers);
        this.deleting = Rounds.start(
                "caravan-retention",
                BEFORE_DELETING,
                new Retention(database.reading(), journal, retention, clock, observer));
        this.forgetting =
                Rounds.start("caravan-keys", BEFORE_DELETING, new OldKeys(database.reading(), journal, clock));
        this.clearing = Rounds.start("caravan-deposits", BEFORE_DELETING, Expired.deposits(journal, clock));
        this.unlearning = Rounds.start("caravan-messages", BEFORE_DELETING, Expired.messages(journal, clock));
        this.uncounting = Rounds.start("caravan-rates", BEFORE_DELETING, Expired.rates(journal, clock));
        this.backlog = new Backlog(database.reading(), journal.pauses(), clock);
        this.counting = Rounds.start("caravan-backlog", BEFORE_COUNTING, backlog);
    }

    Backlog backlog() {
        return backlog;
    }

    Sleepers sleepers() {
        return sleepers;
    }

    @Override
    public void close() {
        counting.close();
        uncounting.close();
        unlearning.close();
        clearing.close();
        forgetting.close();
        deleting.close();
        looking.close();
    }
}
