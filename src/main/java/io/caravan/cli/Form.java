package io.caravan.cli;

import picocli.CommandLine.Option;

/** In which form a word answers. */
final class Form {
    @Option(names = "--json", description = "Answer as JSON on one line, for machines. Default: text for people.")
    private boolean json;

    boolean json() {
        return json;
    }
}
