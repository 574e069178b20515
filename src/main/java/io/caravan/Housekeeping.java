package io.caravan;

import io.caravan.store.Database;
import io.caravan.store.Rounds;
import io.caravan.store.view.Sleepers;
import java.time.Duration;

/** What is done in the background beside the flows: those that nothing will wake are looked for. */
final class Housekeeping implements AutoCloseable {
    private static final Duration BEFORE_LOOKING = Duration.ofSeconds(2);

    private final Sleepers sleepers;
    private final Rounds looking;

    Housekeeping(Database database) {
        this.sleepers = new Sleepers(database.reading());
        this.looking = Rounds.start("caravan-sleepers", BEFORE_LOOKING, sleepers);
    }

    Sleepers sleepers() {
        return sleepers;
    }

    @Override
    public void close() {
        looking.close();
    }
}
