package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan dead-letters}. */
@Command(
        name = "dead-letters",
        description = "Lists the actions that gave up and wait for a person; or the incidents that they amount to.",
        exitCodeList = {
            "0:told",
            "64:the words are not understood",
            "65:Caravan does not understand a value",
            "67:no token, or an unknown one",
            "69:Caravan does not answer",
            "77:the token's role does not allow it"
        },
        footer = "%nExample: caravan dead-letters --groups")
final class DeadLetters implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--groups", description = "List incidents: how many of one kind, since when, with which message.")
    private boolean groups;

    @Option(names = "--group", paramLabel = "GROUP", description = "Only those of this incident. Default: all.")
    private @Nullable String group;

    @Mixin
    private final Paging paging = new Paging();

    @Mixin
    private final Server server;

    @Mixin
    private final Form form = new Form();

    DeadLetters(House house, Terminal terminal) {
        this.terminal = terminal;
        this.server = new Server(house, terminal);
    }

    @Override
    public Integer call() {
        Query asked = groups ? new Query("/dead-letters/groups") : new Query("/dead-letters").with("group", group);
        JsonNode list = server.get(paging.of(asked).toString());
        if (form.json()) {
            terminal.out().println(list);
        } else {
            paging.print(list, table(list), "No dead letters.", terminal);
        }
        return 0;
    }

    private Table table(JsonNode list) {
        if (groups) {
            var table = new Table("group", "count", "definition", "action", "first", "last", "message");
            list.path("items")
                    .forEach(each ->
                            table.row(each, "group", "count", "definition", "action", "first", "last", "message"));
            return table;
        }
        var table = new Table("flow", "action", "item", "group", "attempts", "at", "error");
        list.path("items")
                .forEach(each -> table.row(each, "flow", "action", "item", "group", "attempts", "at", "error.message"));
        return table;
    }
}
