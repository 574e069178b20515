package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database file: brought up to date when it is opened, and opened by one process only. */
@Tag("sqlite")
class SchemaTest {
    @ParameterizedTest
    @EnumSource(Schema.class)
    void the_newest_migration_is_the_one_that_the_schema_knows(Schema schema) throws Exception {
        var folder = Path.of(Schema.class.getResource("/" + schema.folder()).toURI());
        try (var files = Files.list(folder)) {
            int newest = files.map(file -> String.valueOf(file.getFileName()))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertEquals(schema.newest(), String.valueOf(newest));
        }
    }

    @Test
    void a_folder_that_is_in_use_is_refused(@TempDir Path folder) {
        try (var first = Database.embedded(folder)) {
            assertThrows(ConfigurationRefused.class, () -> Database.embedded(folder));
            assertEquals(false, first.reading() == null);
        }
        Database.embedded(folder).close();
    }
}
