package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Moments;
import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import io.caravan.routing.YamlNodes;
import io.caravan.routing.YamlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the file of a scenario; a mistake is told with its line. */
public final class ScenarioReading {
    private static final List<String> KNOWN = List.of("flow", "event", "at", "answers", "later", "expect");

    private final String file;
    private final Entries entries;

    private ScenarioReading(String file, Entries entries) {
        this.file = file;
        this.entries = entries;
    }

    /** One in which nothing is said. */
    public static Scenario nothing() {
        var begins = new Scenario.Beginning(
                new Place("the command line", 0), Optional.empty(), Optional.empty(), Scenario.USUAL_START);
        return new Scenario(begins, Map.of(), List.of(), List.of());
    }

    public static Scenario read(String file, byte[] content) {
        Node root = root(file, content);
        return new ScenarioReading(file, new Entries(file, root, "A scenario").only("a scenario", KNOWN)).scenario();
    }

    /** Reads an event in the plain form, as YAML or JSON. */
    public static ObjectNode event(String file, byte[] content) {
        JsonNode event = Entries.json(file, root(file, content));
        if (event instanceof ObjectNode object) {
            return object;
        }
        throw new BrokenScenario(
                new Place(file, 1), "An event is an object, e.g. {\"type\": \"order.placed\", \"data\": {}}.");
    }

    private static Node root(String file, byte[] content) {
        var refusals = new ArrayList<Refusal>();
        Optional<Node> root = YamlText.read(file, content, refusals);
        if (!refusals.isEmpty()) {
            throw new BrokenScenario(refusals.get(0));
        }
        return root.orElseThrow(() -> new BrokenScenario(new Place(file, 0), "There is nothing in this file."));
    }

    private Scenario scenario() {
        Optional<ObjectNode> event = entries.json("event").map(written -> {
            if (written instanceof ObjectNode object) {
                return object;
            }
            throw entries.broken("event", "'event' must be a mapping, e.g. {type: order.placed, data: {}}.");
        });
        var beginning = new Scenario.Beginning(
                entries.place(), entries.text("flow"), event, moment().orElse(Scenario.USUAL_START));
        List<Later> later = entries.list("later").stream()
                .map(each -> Later.read(new Entries(file, each, "What comes later")))
                .toList();
        List<Expectation> expectations =
                entries.entries("expect").map(ExpectationReading::read).orElse(List.of());
        return new Scenario(beginning, answers(), later, expectations);
    }

    private Optional<Instant> moment() {
        return entries.text("at").map(written -> Moments.parse(written)
                .orElseThrow(() -> entries.broken(
                        "at", "'at' must be a moment like 2026-12-01T10:00:00Z, not '" + written + "'.")));
    }

    private Map<String, Scenario.Answers> answers() {
        var answers = new LinkedHashMap<String, Scenario.Answers>();
        entries.entries("answers").ifPresent(all -> all.all().forEach((name, entry) -> {
            Node value = entry.getValueNode();
            boolean inOrder = value instanceof SequenceNode;
            List<Answer> list = (inOrder ? YamlNodes.items(value) : List.of(value))
                    .stream()
                            .map(each -> AnswerReading.read(new Entries(file, each, "An answer")))
                            .toList();
            answers.put(name, new Scenario.Answers(all.place(entry.getKeyNode()), list, !inOrder));
        }));
        return answers;
    }
}
