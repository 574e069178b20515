package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan replay}. */
@Command(
        name = "replay",
        description = {
            "Gives dead actions a fresh budget and tries them again: one action of a flow, or many at once.",
            "",
            "Of many, the first is the canary: the others follow only when its next attempt has succeeded. The word"
                    + " stays until all are through; if it is interrupted, Caravan goes on with them."
        },
        customSynopsis = {
            "caravan replay FLOW ACTION [--note=TEXT] [OPTIONS]",
            "       caravan replay (--group=GROUP | --definition=NAME --action=NAME --type=TYPE) [OPTIONS]"
        },
        exitCodeList = {
            "0:all are replayed, or the dry run is told",
            "1:the canary failed, or some were refused",
            "2:not possible now: there is nothing to replay, or the flow does not allow it",
            "64:the words are not understood",
            "66:no flow has this id",
            "67:no token, or an unknown one",
            "69:Caravan does not answer",
            "75:Caravan cannot do it now; try again",
            "77:the token's role does not allow it"
        },
        footer = "%nExample: caravan replay --definition schedule-request --action deal --dry-run")
final class Replay implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FLOW", description = "The flow's id.")
    private @Nullable String flow;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ACTION", description = "Its dead action.")
    private @Nullable String action;

    @Option(names = "--group", paramLabel = "GROUP", description = "Those of this incident (dead-letters --groups).")
    private @Nullable String group;

    @Option(names = "--definition", paramLabel = "NAME", description = "Those of this definition. Default: any.")
    private @Nullable String definition;

    @Option(names = "--action", paramLabel = "NAME", description = "Those of this action. Default: any.")
    private @Nullable String actions;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those with an error of this type. Default: any.")
    private @Nullable String type;

    @Option(names = "--dry-run", description = "Only list what would be replayed.")
    private boolean dryRun;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default and largest: 10000.")
    private @Nullable Integer limit;

    @Option(names = "--rate", paramLabel = "N", description = "So many a second. Default: 50; largest: 1000.")
    private @Nullable Double rate;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; kept with the facts of the flows.")
    private @Nullable String note;

    @Mixin
    private final Server server;

    @Mixin
    private final Form form = new Form();

    Replay(House house, Terminal terminal) {
        this.terminal = terminal;
        this.server = new Server(house, terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean many = group != null || definition != null || actions != null || type != null;
        if (flow != null && action != null && !many) {
            return one(flow, action);
        }
        if (flow != null || !many) {
            throw misunderstood("name a flow and its action, or a --group, --definition, --action or --type.");
        }
        return many();
    }

    private RuntimeException misunderstood(String sentence) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }

    private int one(String of, String name) {
        if (dryRun || limit != null || rate != null) {
            throw misunderstood("--dry-run, --limit and --rate are for many at once.");
        }
        ObjectNode body = new ObjectMapper().createObjectNode().put("note", note == null ? "" : note);
        JsonNode done = server.post("/flows/" + Query.part(of) + "/actions/" + Query.part(name) + "/replay", body);
        terminal.out().println(form.json() ? done.toString() : name + " of flow " + of + " is tried again.");
        return 0;
    }

    private int many() throws InterruptedException {
        JsonNode report = server.post("/dead-letters/replay", selection());
        if (dryRun) {
            tell(report, report.path("selected").asText() + " would be replayed.");
            return 0;
        }
        report = finished(report);
        long replayed = report.path("replayed").asLong();
        String reason = report.path("reason").asText();
        tell(
                report,
                replayed + " of " + report.path("selected").asText() + " replayed."
                        + (reason.isEmpty() ? "" : " " + Table.cell(reason)));
        return replayed == report.path("selected").asLong()
                        && report.path("state").asText().equals("done")
                ? 0
                : Exit.NO;
    }

    private ObjectNode selection() {
        ObjectNode body = new ObjectMapper().createObjectNode().put("dryRun", dryRun);
        put(body, "group", group);
        put(body, "note", note);
        if (limit != null) {
            body.put("limit", limit);
        }
        if (rate != null) {
            body.put("rate", rate);
        }
        ObjectNode filter = new ObjectMapper().createObjectNode();
        put(filter, "definition", definition);
        put(filter, "action", actions);
        put(filter, "type", type);
        if (!filter.isEmpty()) {
            body.set("filter", filter);
        }
        return body;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private JsonNode finished(JsonNode begun) throws InterruptedException {
        JsonNode report = begun;
        try (var progress = new Progress(terminal)) {
            while (report.path("state").asText().equals("running")) {
                progress.at(report.path("items").size(), report.path("selected").asLong());
                Thread.sleep(LOOK.toMillis());
                report = server.get(
                        "/dead-letters/replays/" + Query.part(begun.path("id").asText()));
            }
        }
        return report;
    }

    private void tell(JsonNode report, String sentence) {
        if (form.json()) {
            terminal.out().println(report);
            return;
        }
        var table = new Table("flow", "action", "state", "reason");
        report.path("items").forEach(item -> table.row(item, "flow", "action", "state", "reason"));
        table.print(terminal.out());
        terminal.out().println(sentence);
    }
}
