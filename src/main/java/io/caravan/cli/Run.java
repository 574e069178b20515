package io.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan run}. The bare word never comes here: it starts without this room. */
@Command(
        name = "run",
        description = {
            "Starts Caravan and stays until it is stopped; SIGTERM lets running attempts end first.",
            "",
            "It takes no options: each property of application.properties is set by the environment variable of its"
                    + " name (caravan.data is CARAVAN_DATA), by a file of that name in the working folder, or by -D"
                    + " before -jar."
        },
        exitCodeList = {"143:stopped by SIGTERM", "78:the configuration or the routes cannot be used"},
        footer = "%nExample: CARAVAN_DATA=/var/lib/caravan caravan run")
final class Run implements Callable<Integer> {
    private final House house;

    Run(House house) {
        this.house = house;
    }

    @Override
    public Integer call() throws InterruptedException {
        house.start().run();
        // for ever: the process ends by its signal
        Thread.currentThread().join();
        return 0;
    }
}
