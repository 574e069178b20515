package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan verify}. */
@Command(
        name = "verify",
        description = "Folds every flow from its facts and tells where the tables are not what the journal adds up to."
                + " It only reads the database of the configuration, and may run beside Caravan.",
        exitCodeList = {
            "0:no differences",
            "1:differences, one on each line",
            "64:the words are not understood",
            "74:the database could not be read to its end",
            "78:the configuration cannot be used"
        },
        footer = "%nExample: CARAVAN_DATA=/var/lib/caravan caravan verify")
final class Verify implements Callable<Integer> {
    private final House house;
    private final Terminal terminal;

    Verify(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var progress = new Progress(terminal)) {
            return house.stored()
                    .verify()
                    .applyAsInt(
                            found -> {
                                progress.wipe();
                                terminal.out().println(found);
                            },
                            flows -> progress.at(flows, "flows verified"));
        }
    }
}
