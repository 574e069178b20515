package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.Caravan;
import io.caravan.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan backup} beside a Caravan whose flows run, and what comes of the copy in an empty folder. */
@Tag("sqlite")
final class RestoreTest {
    private static final int BEFORE = 40;
    private static final int ALL = 50;

    @TempDir
    private Path folder;

    @Test
    void a_back_up_of_running_flows_is_sound_and_they_go_on_from_it() throws IOException, SQLException {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        var before = new Requests();
        var after = new Requests();
        try (Child first = Child.start(data, "caravan.attempts=3").standing()) {
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 200}");
            before.send(first, 0, BEFORE).join();
            first.awaitCompleted(1);
            backUp(data, copy);
            after.send(first, BEFORE, ALL).join();
            first.kill();
        }
        assertEquals(Set.of("caravan.db", "sample.db", "sandbox.db"), names(copy));
        Path restored = Files.createDirectory(folder.resolve("restored"));
        for (String name : names(copy)) {
            Files.copy(copy.resolve(name), restored.resolve(name));
        }
        assertEquals(List.of(), Verify.complaints(restored));
        assertTrue(running(restored) > 0, "all flows had ended before the back-up");
        assertEquals(Set.of(), before.lostFrom(restored), "what came before the back-up is in it");
        assertEquals(ALL - BEFORE, after.lostFrom(restored).size(), "what came after it is not");
        try (Child second = Child.start(restored).standing()) {
            second.awaitCompleted(BEFORE);
            assertEquals(List.of(), before.repeat(second));
            assertEquals(BEFORE, second.list("/sandbox/hubspot/deals").size());
            new Requests().send(second, BEFORE, ALL).join();
            second.awaitCompleted(ALL);
            assertEquals(ALL, second.list("/sandbox/hubspot/deals").size(), "what is sent again is done");
        }
        assertEquals(List.of(), Verify.complaints(restored));
    }

    private static void backUp(Path data, Path copy) {
        try (Child word = Child.as(Caravan.class, List.of("backup", copy.toString()), data)) {
            assertEquals(0, word.exitCode(), () -> String.join("\n", word.log()));
        }
    }

    private static final String RUNNING =
            """
            SELECT count(*) FROM flow WHERE status = 'running'
            """;

    private static int running(Path folder) throws SQLException {
        try (Connection connection = Database.beside(folder).getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(RUNNING)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
