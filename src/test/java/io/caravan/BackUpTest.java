package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code caravan backup} says, and what it does not do. That its copy is sound is shown by RestoreTest. */
@Tag("sqlite")
class BackUpTest {
    @TempDir
    Path folder;

    private final Properties properties = new Properties();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void configure() {
        properties.setProperty("caravan.data", folder.resolve("data").toString());
    }

    private int backUp(Path target) {
        return BackUp.run(
                Settings.load(Map.of(), properties), target, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_folder_that_holds_something_is_left_as_it_is() throws Exception {
        Database.embedded(folder.resolve("data")).close();
        Path target = Files.createDirectories(folder.resolve("copy"));
        Files.writeString(target.resolve("caravan.db"), "yesterday's");
        assertEquals(73, backUp(target));
        assertEquals("yesterday's", Files.readString(target.resolve("caravan.db")));
        assertTrue(said().contains(target + " is not empty"), said());
    }

    @Test
    void nothing_to_back_up_is_a_sentence_and_leaves_no_folder() {
        String refused = assertThrows(ConfigurationRefused.class, () -> backUp(folder.resolve("copy")))
                .getMessage();
        assertTrue(refused.contains("caravan.data"), refused);
        assertFalse(Files.exists(folder.resolve("copy")));
    }

    @Test
    void a_place_that_cannot_be_written_is_a_sentence() throws Exception {
        Database.embedded(folder.resolve("data")).close();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(74, backUp(file.resolve("copy")));
        assertTrue(said().contains("not complete"), said());
    }

    @Test
    void a_postgresql_is_left_to_its_own_tools() {
        properties.setProperty("caravan.database.url", "jdbc:postgresql://127.0.0.1/caravan");
        String refused = assertThrows(ConfigurationRefused.class, () -> backUp(folder.resolve("copy")))
                .getMessage();
        assertTrue(refused.contains("pg_dump"), refused);
    }
}
