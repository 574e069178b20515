package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Statements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chores stand between batches, each a transaction of its own. */
class ChoresTest {
    private static final String FORGET = "DELETE FROM event";

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static int events(Statements statements) throws SQLException {
        try (var result = statements.set("SELECT count(*) FROM event").executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void what_a_chore_did_is_on_disk_when_it_is_answered() {
        store.accept(Coming.event("1"));
        int deleted = answer(store.journal().run(statements -> statements.update(FORGET)));
        assertEquals(1, deleted);
        assertEquals(0, store.tables().count("event"));
    }

    @Test
    void a_chore_that_fails_is_undone_and_troubles_nobody_else() {
        store.accept(Coming.event("1"));
        CompletableFuture<Integer> broken = store.journal().run(statements -> {
            statements.update(FORGET);
            return statements.update("DELETE FROM nowhere");
        });
        var failed = assertThrows(ExecutionException.class, () -> broken.get(20, TimeUnit.SECONDS));
        assertInstanceOf(SQLException.class, failed.getCause());
        assertEquals(1, store.tables().count("event"));
        store.begin("f", "a");
        store.settle(store.taken("a"), OpenStore.done("1"));
        store.verify();
    }

    /** The first one is done behind the batch that the gate held, the others wait for the next one. */
    @Test
    @Timeout(5)
    void chores_take_turns_with_batches() {
        var chores = new ArrayList<CompletableFuture<Integer>>();
        store.together(() -> {
            for (int i = 0; i < 3; i++) {
                chores.add(store.journal().run(ChoresTest::events));
            }
            store.journal().accept(Coming.event("1").incoming());
        });
        assertEquals(List.of(0, 1, 1), chores.stream().map(OpenStore::answer).toList());
    }

    @Test
    void a_chore_asked_for_after_the_end_is_refused() {
        store.journal().close();
        assertThrows(NotAccepted.class, () -> answer(store.journal().run(ChoresTest::events)));
    }
}
