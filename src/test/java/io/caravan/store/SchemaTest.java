package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database file: brought up to date when it is opened, and opened by one process only. */
class SchemaTest {
    @Test
    void the_newest_migration_is_the_one_that_the_schema_knows() throws Exception {
        var folder = Path.of(Schema.class.getResource("/db/sqlite").toURI());
        try (var files = Files.list(folder)) {
            int newest = files.map(file -> String.valueOf(file.getFileName()))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertEquals(Schema.NEWEST, String.valueOf(newest));
        }
    }

    @Test
    void a_folder_that_is_in_use_is_refused(@TempDir Path folder) {
        try (var first = OpenStore.open(folder)) {
            assertThrows(ConfigurationRefused.class, () -> OpenStore.open(folder));
            assertEquals(false, first.reading() == null);
        }
        OpenStore.open(folder).close();
    }
}
