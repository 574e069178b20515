package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.FlowStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan flows}. */
@Command(
        name = "flows",
        description = "Lists flows, the newest first; or tells of one what its actions do and wait for.",
        exitCodeList = {
            "0:told",
            "64:the words are not understood",
            "65:Caravan does not understand a value",
            "66:no flow has this id",
            "67:no token, or an unknown one",
            "69:Caravan does not answer",
            "77:the token's role does not allow it"
        },
        footer = "%nExample: caravan flows --status failed --name schedule-request")
final class Flows implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Tell of this flow. Default: list.")
    private @Nullable String id;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "running, completed, failed or cancelled. Default: any.")
    private @Nullable FlowStatus status;

    @Option(names = "--name", paramLabel = "NAME", description = "Flows of this definition. Default: any.")
    private @Nullable String name;

    @Option(names = "--key", paramLabel = "KEY", description = "Flows with this business key. Default: any.")
    private @Nullable String key;

    @Option(
            names = "--q",
            paramLabel = "TEXT",
            description = "Flows whose id, key, correlation, or event's id or subject begins so. Default: any.")
    private @Nullable String text;

    @Option(names = "--asleep", description = "Only running flows that nothing will wake.")
    private boolean asleep;

    @Mixin
    private final Paging paging = new Paging();

    @Mixin
    private final Server server;

    @Mixin
    private final Form form = new Form();

    Flows(House house, Terminal terminal) {
        this.terminal = terminal;
        this.server = new Server(house, terminal);
    }

    @Override
    public Integer call() {
        JsonNode told = server.get(id == null ? query() : "/flows/" + Query.part(id));
        if (form.json()) {
            terminal.out().println(told);
        } else if (id == null) {
            list(told);
        } else {
            one(told);
        }
        return 0;
    }

    private String query() {
        var query = new Query("/flows")
                .with("status", status == null ? null : status.word())
                .with("name", name)
                .with("key", key)
                .with("q", text);
        return paging.of(query.with("asleep", asleep ? true : null)).toString();
    }

    private void list(JsonNode list) {
        var table = new Table("id", "name", "status", "key", "started", "ended");
        list.path("items").forEach(flow -> table.row(flow, "id", "name", "status", "key", "startedAt", "endedAt"));
        paging.print(list, table, "No flow matches.", terminal);
    }

    private void one(JsonNode flow) {
        var head = new Table("id", "name", "status", "key", "started", "ended");
        head.row(flow, "id", "name", "status", "key", "startedAt", "endedAt");
        head.print(terminal.out());
        terminal.out().println();
        var actions = new Table("action", "state", "needs", "attempts", "waiting for", "error");
        flow.path("actions")
                .forEach(action ->
                        actions.row(action, "name", "state", "needs", "attempts", "waitingFor", "error.message"));
        actions.print(terminal.out());
    }
}
