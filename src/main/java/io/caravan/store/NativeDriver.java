package io.caravan.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library once. The driver unpacks it into a temporary folder; here that folder is removed as soon as the
 * library is loaded, so that a killed process leaves nothing behind.
 */
final class NativeDriver {
    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeDriver() {}

    static synchronized void load() {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        try {
            Path unpacked = Files.createTempDirectory("caravan-sqlite-");
            System.setProperty(FOLDER, unpacked.toString());
            SQLiteJDBCLoader.initialize();
            for (File file : unpacked.toFile().listFiles()) {
                Files.delete(file.toPath());
            }
            Files.delete(unpacked);
        } catch (IOException stays) {
            // the folder stays where it is, the database works all the same
        } catch (Exception unusable) {
            throw new ConfigurationRefused(
                    "SQLite's native library cannot be loaded: " + unusable.getMessage(), unusable);
        }
    }
}
