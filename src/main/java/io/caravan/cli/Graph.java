package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Definition;
import io.caravan.flow.Mermaid;
import io.caravan.flow.Nearest;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan graph}. */
@Command(
        name = "graph",
        description = "Draws a definition as a mermaid flow chart: from a running Caravan, or from route files.",
        exitCodeList = {
            "0:the chart is on standard output",
            "1:the route files are refused",
            "64:the words are not understood",
            "66:no definition, or no folder, has this name",
            "67:no token, or an unknown one",
            "69:Caravan does not answer",
            "77:the token's role does not allow it"
        },
        footer = "%nExample: caravan graph schedule-request --routes routes > schedule-request.mmd")
final class Graph implements Callable<Integer> {
    private final House house;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The definition's name.")
    private String name = "";

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Read the files of this folder. Default: ask the running Caravan.")
    private @Nullable Path folder;

    @Mixin
    private final Server server;

    Graph(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
        this.server = new Server(house, terminal);
    }

    @Override
    public Integer call() {
        terminal.out().print(folder == null ? asked() : read(folder));
        terminal.out().flush();
        return 0;
    }

    private String asked() {
        JsonNode definition = server.get("/definitions/" + Query.part(name));
        return definition.path("mermaid").asText();
    }

    private String read(Path routes) {
        SortedMap<String, Definition> definitions = new RouteFiles(routes, house).definitions();
        Definition found = definitions.get(name);
        if (found == null) {
            throw new NotDone(
                    Exit.MISSING,
                    "no definition in " + routes + " is called '" + name + "'"
                            + Nearest.meant(
                                    name,
                                    definitions.keySet(),
                                    "; there are " + String.join(", ", definitions.keySet()) + "."));
        }
        return Mermaid.of(found);
    }
}
