package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list is shown. */
final class Paging {
    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50; largest: 1000.")
    private @Nullable Integer limit;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            description = "Go on where an earlier list ended. Default: begin.")
    private @Nullable String cursor;

    Query of(Query query) {
        return query.with("limit", limit).with("cursor", cursor);
    }

    /** Prints the list; says on the error stream that there is nothing, or more. */
    void print(JsonNode list, Table table, String none, Terminal terminal) {
        if (list.path("items").isEmpty()) {
            terminal.err().println(none);
            return;
        }
        table.print(terminal.out());
        if (list.path("next").isTextual()) {
            terminal.err().println("More: --cursor " + list.path("next").asText());
        }
    }
}
