package io.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan send}. */
@Command(
        name = "send",
        description = "Sends an event. When it ends with 0, the event is on disk.",
        exitCodeList = {
            "0:the event is accepted, now or, with the same source and id, before",
            "64:the words are not understood",
            "65:the data is no JSON, or Caravan refuses the event",
            "66:the file with the data, or the one with the token, cannot be read",
            "67:no token, or an unknown one",
            "69:Caravan does not answer",
            "75:Caravan cannot take it now; send it again, with the same --id",
            "77:the token's role does not allow it"
        },
        footer = {
            "%nTwo events of one source and id are one: give an --id, and it may be sent again after any failure.",
            "%nExample: caravan send user.registered --id u-1 --data '{\"email\":\"ada@example.org\",\"name\":\"Ada\"}'"
        })
final class Send implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "TYPE", description = "What has happened, e.g. user.registered.")
    private String type = "";

    @Option(names = "--subject", paramLabel = "TEXT", description = "Of whom or what. Default: none.")
    private @Nullable String subject;

    @Option(
            names = "--data",
            paramLabel = "JSON|@FILE|-",
            description = "The data: JSON, @ and the name of a file with it, or - to read it from standard input."
                    + " Default: an empty object.")
    private @Nullable String data;

    @Option(names = "--id", paramLabel = "ID", description = "Its id at its source. Default: Caravan makes one.")
    private @Nullable String id;

    @Option(names = "--source", paramLabel = "URI", description = "Where it happened. Default: /http.")
    private @Nullable String source;

    @Option(
            names = "--correlation",
            paramLabel = "KEY",
            description = "What actions that await events are found by. Default: the subject.")
    private @Nullable String correlation;

    @Mixin
    private final Server server;

    @Mixin
    private final Form form = new Form();

    Send(House house, Terminal terminal) {
        this.terminal = terminal;
        this.server = new Server(house, terminal);
    }

    @Override
    public Integer call() {
        JsonNode accepted = server.post("/events", event());
        if (form.json()) {
            terminal.out().println(accepted);
            return 0;
        }
        JsonNode flows = accepted.path("flows");
        terminal.out()
                .println("Event " + accepted.path("id").asText()
                        + (accepted.path("duplicate").asBoolean() ? " was known already" : " is accepted")
                        + (flows.isEmpty() ? "; no flow wants it." : "."));
        if (!flows.isEmpty()) {
            var table = new Table("flow", "name");
            flows.forEach(flow -> table.row(flow, "id", "name"));
            table.print(terminal.out());
        }
        return 0;
    }

    private ObjectNode event() {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        put(event, "subject", subject);
        put(event, "id", id);
        put(event, "source", source);
        put(event, "correlation", correlation);
        event.set("data", data == null ? JSON.createObjectNode() : data(data));
        return event;
    }

    private static void put(ObjectNode event, String name, @Nullable String value) {
        if (value != null) {
            event.put(name, value);
        }
    }

    private JsonNode data(String written) {
        try {
            JsonNode tree = JSON.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text(written));
            if (!tree.isMissingNode()) {
                return tree;
            }
        } catch (JsonProcessingException notJson) {
            throw new NotDone(
                    Exit.DATA,
                    "the data is no JSON (line " + notJson.getLocation().getLineNr() + ", column "
                            + notJson.getLocation().getColumnNr()
                            + "); a text alone needs quotation marks: --data '\"text\"'.");
        } catch (IOException unreadable) {
            throw new NotDone(
                    Exit.MISSING, "the data cannot be read: there is no file " + written.substring(1) + " to read.");
        }
        throw new NotDone(Exit.DATA, "the data is empty; leave --data out, or give JSON.");
    }

    private String text(String written) throws IOException {
        if (written.equals("-")) {
            return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        }
        return written.startsWith("@") ? Files.readString(Path.of(written.substring(1))) : written;
    }
}
