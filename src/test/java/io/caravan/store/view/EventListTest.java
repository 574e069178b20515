package io.caravan.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A list is of one moment, whatever is deleted meanwhile. */
@Timeout(60)
class EventListTest {
    private static final EventList.Filter ALL = new EventList.Filter(Optional.empty(), false, false);
    private static final Page.Request FIRST = Page.Request.of(Optional.empty(), Optional.empty());

    @Test
    void an_event_that_is_deleted_while_it_is_listed_is_listed(@TempDir Path folder) {
        var stops = new Barriers();
        try (OpenStore store = OpenStore.in(folder, 0)) {
            store.accept(Coming.event("1"));
            store.accept(Coming.event("2"));
            var events = new EventList(stops.around(store.database().reading()));
            Barriers.Stop listed = stops.after("ORDER BY id DESC");
            CompletableFuture<Page<EventList.Entry>> page = CompletableFuture.supplyAsync(() -> list(events));
            listed.awaitReached();
            store.tables().change("DELETE FROM event WHERE external_id = '1'");
            listed.goOn();
            assertEquals(2, OpenStore.answer(page).items().size());
            assertEquals(1, list(events).items().size());
        }
    }

    private static Page<EventList.Entry> list(EventList events) {
        try {
            return events.list(ALL, FIRST);
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
