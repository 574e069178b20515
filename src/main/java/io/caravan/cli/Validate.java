package io.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan validate}. */
@Command(
        name = "validate",
        description =
                "Tells whether Caravan would take the route files of a folder, by the checks of a reload; for pull"
                        + " requests. It needs no running Caravan and no database.",
        exitCodeList = {
            "0:the folder can be used",
            "1:it is refused; each reason stands on a line, with file and line",
            "64:the words are not understood",
            "66:there is no such folder",
            "74:a file in it cannot be read",
            "78:the configuration cannot be used"
        },
        footer = {
            "%nWith --json: {\"valid\":false,\"errors\":[{\"file\":\"..\",\"line\":4,\"message\":\"..\"}]}; line 0 = the"
                    + " whole file.",
            "%nExample: caravan validate routes"
        })
final class Validate implements Callable<Integer> {
    private final House house;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder, as caravan.routes would name it.")
    private Path folder = Path.of("");

    @Mixin
    private final Form form = new Form();

    Validate(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var files = new RouteFiles(folder, house);
        List<Refusal> refusals = files.refusals();
        if (form.json()) {
            terminal.out().println(json(refusals));
        } else {
            refusals.forEach(terminal.out()::println);
            terminal.out().println(summary(files.count(), refusals.size()));
        }
        return refusals.isEmpty() ? 0 : Exit.NO;
    }

    private String summary(int files, int reasons) {
        String read = folder + ": " + (files == 1 ? "1 route file" : files + " route files");
        return reasons == 0
                ? read + ", can be used."
                : read + ", refused for " + (reasons == 1 ? "1 reason." : reasons + " reasons.");
    }

    private static ObjectNode json(List<Refusal> refusals) {
        ObjectNode node = new ObjectMapper().createObjectNode().put("valid", refusals.isEmpty());
        var errors = node.putArray("errors");
        refusals.forEach(refusal -> errors.addObject()
                .put("file", refusal.place().file())
                .put("line", refusal.place().line())
                .put("message", refusal.sentence()));
        return node;
    }
}
