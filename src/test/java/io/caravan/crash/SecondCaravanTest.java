package io.caravan.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.Database;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecondCaravanTest {
    private static final int CONFIGURATION = 78;

    @TempDir
    private Path folder;

    @Test
    @SuppressWarnings("try")
    void a_second_caravan_on_the_same_data_folder_is_refused_with_a_sentence() {
        try (Database first = Database.embedded(folder);
                Child second = Child.start(folder)) {
            assertEquals(CONFIGURATION, second.exitCode());
            assertEquals(
                    List.of("caravan: Another Caravan is running in " + folder
                            + "; stop it, or set caravan.data to another folder."),
                    second.lines("caravan:"));
        }
    }
}
