package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.store.Coming;
import io.caravan.store.Observer.Point;
import io.caravan.store.OpenStore;
import io.caravan.store.TroubledConnections;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A database that can be read and not written: the writer finds due rows, but stores nothing. */
@Tag("sqlite")
class FullDiskTest {
    private final TroubledConnections connections = new TroubledConnections();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Writer.class);
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        log.start();
        logger.addAppender(log);
        store = OpenStore.in(folder, 2, connections::around);
        store.settled();
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        store.verify();
        store.close();
    }

    private long told(String words) {
        return log.list.stream()
                .filter(event -> event.getFormattedMessage().contains(words))
                .count();
    }

    private void refused(String event) {
        assertThrows(NotAccepted.class, () -> store.accept(Coming.event(event).starts("f", "a")));
    }

    @Test
    void that_it_cannot_be_written_is_told_once_although_looking_for_due_rows_succeeds_in_between() {
        connections.fullDisk(true);
        for (int i = 0; i < 3; i++) {
            store.gate().forget();
            refused("e" + i);
            store.gate().awaitPoint(Point.ANSWERED);
        }
        assertEquals(1, told("the database cannot be written"));
        assertEquals(0, told("the database can be written again"));
        connections.fullDisk(false);
        store.accept(Coming.event("e").starts("f", "a"));
        store.settle(store.taken("a"), OpenStore.done("1"));
        assertEquals(1, told("the database can be written again"));
    }

    @Test
    void an_event_that_was_refused_is_not_overtaken_by_one_that_waited_behind_it() {
        connections.fullDisk(true);
        var behind = new CompletableFuture<Accepted>();
        accept("first").whenComplete((none, refused) -> {
            connections.fullDisk(false);
            accept("second").whenComplete((accepted, refusedToo) -> {
                if (refusedToo == null) {
                    behind.complete(accepted);
                } else {
                    behind.completeExceptionally(refusedToo);
                }
            });
        });
        assertThrows(NotAccepted.class, () -> OpenStore.answer(behind));
        store.accept(Coming.event("second").starts("f", "a"));
    }

    private CompletableFuture<Accepted> accept(String event) {
        return store.journal()
                .acceptAll(List.of(Coming.event(event).incoming()))
                .get(0);
    }
}
