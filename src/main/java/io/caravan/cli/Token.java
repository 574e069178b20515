package io.caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan token}. */
@Command(
        name = "token",
        description =
                "Makes an API token: shows it once, and its line for the file of caravan.tokens, which holds a hash only.",
        exitCodeList = {"0:both are on standard output", "64:the words, the role or the name are not understood"},
        footer = "%nExample: caravan token --role sender --name shop")
final class Token implements Runnable {
    private final House house;

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "What it allows: sender, viewer or operator. Default: none, it must be said.")
    private String role = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Who has it; stands in facts. Default: none, it must be said.")
    private String name = "";

    Token(House house) {
        this.house = house;
    }

    @Override
    public void run() {
        house.access().token().accept(role, name);
    }
}
