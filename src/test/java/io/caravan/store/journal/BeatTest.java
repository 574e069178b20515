package io.caravan.store.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.postgres.TestDatabase;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For how long the other nodes have not been told that this one lives. */
class BeatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration OLD = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    @Tag("postgres")
    void it_grows_while_the_table_of_nodes_cannot_be_reached_and_falls_again() {
        try (OpenStore store = OpenStore.in(folder, 0)) {
            execute("ALTER TABLE node RENAME TO hidden");
            await().atMost(PATIENCE).until(() -> store.journal().sinceBeat().compareTo(OLD) > 0);
            execute("ALTER TABLE hidden RENAME TO node");
            await().atMost(PATIENCE).until(() -> store.journal().sinceBeat().compareTo(OLD) < 0);
        }
    }

    private void execute(String sql) {
        TestDatabase.server().execute(TestDatabase.name(folder), sql);
    }

    @Test
    @Tag("sqlite")
    void a_node_that_is_alone_has_nobody_to_tell() {
        try (OpenStore store = OpenStore.in(folder, 0)) {
            assertEquals(Duration.ZERO, store.journal().sinceBeat());
        }
    }
}
