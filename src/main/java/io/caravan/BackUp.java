package io.caravan;

import io.caravan.store.ConfigurationRefused;
import io.caravan.store.SafeCopy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * {@code caravan backup FOLDER}: copies the embedded database into an empty folder, also beside a Caravan that runs. Exit code
 * 0 = done, 73 = the folder cannot take a copy, 74 = the database could not be copied to its end.
 */
final class BackUp {
    private static final int NO_PLACE = 73;
    private static final int UNFINISHED = 74;

    private BackUp() {}

    static int run(Settings settings, Path target, PrintStream out) {
        if (settings.database().isPresent()) {
            throw new ConfigurationRefused(
                    "caravan.database.url names a PostgreSQL, which is backed up by its own tools"
                            + " (pg_dump, pg_basebackup); caravan backup copies the embedded database only.");
        }
        try {
            if (isTaken(target)) {
                out.println("The folder " + target + " is not empty; name another one for the back-up.");
                return NO_PLACE;
            }
            for (Path copy : SafeCopy.of(settings.path("caravan.data"), target)) {
                out.println(copy + " (" + Files.size(copy) + " bytes)");
            }
            return 0;
        } catch (IOException | SQLException unfinished) {
            out.println("The back-up in " + target + " is not complete, remove what there is of it ("
                    + unfinished.getClass().getSimpleName() + ": " + unfinished.getMessage() + ").");
            return UNFINISHED;
        }
    }

    private static boolean isTaken(Path target) throws IOException {
        if (!Files.exists(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isPresent();
        }
    }
}
