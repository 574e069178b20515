package io.caravan.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan backup}. */
@Command(
        name = "backup",
        description =
                "Copies the embedded database of the configuration into a folder, also beside a Caravan that runs.",
        exitCodeList = {
            "0:the copies are complete; each stands on a line",
            "64:the words are not understood",
            "73:the folder is not empty",
            "74:the database could not be copied to its end",
            "78:the configuration cannot be used, or names a PostgreSQL"
        },
        footer = "%nExample: caravan backup /backups/monday")
final class Backup implements Callable<Integer> {
    private final House house;

    @Parameters(
            index = "0",
            paramLabel = "FOLDER",
            description = "The folder to fill: an empty one, or one to be made.")
    private Path folder = Path.of("");

    Backup(House house) {
        this.house = house;
    }

    @Override
    public Integer call() {
        return house.stored().backup().applyAsInt(folder);
    }
}
