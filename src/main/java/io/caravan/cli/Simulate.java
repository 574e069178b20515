package io.caravan.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.simulation.BrokenScenario;
import io.caravan.simulation.Scenario;
import io.caravan.simulation.ScenarioReading;
import io.caravan.simulation.Simulator;
import io.caravan.simulation.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan simulate}. */
@Command(
        name = "simulate",
        description = {
            "Runs a flow of route files on a clock that jumps, with third parties that answer as a file says, and prints what"
                    + " happens when. The routes' own steps and expressions run; nothing leaves this machine, and it needs no"
                    + " running Caravan and no database.",
            "",
            "docs/simulate.md tells what the file of answers says."
        },
        exitCodeList = {
            "0:it was played, and all is as the file expects it",
            "1:something is not as expected, or the route files are refused",
            "64:the words are not understood",
            "65:the event or the file of answers cannot be used; file, line and a sentence",
            "66:there is no such file or folder",
            "74:a file cannot be read",
            "78:the configuration cannot be used"
        },
        footer = {
            "%nWith --json: {\"flow\":\"..\",\"status\":\"..\",\"took\":\"..\",\"timeline\":[{\"after\",\"at\",\"action\",\"what\","
                    + "\"waitingFor\"}],\"actions\":[..],\"problems\":[..]}",
            "%nExample: caravan simulate schedule-request '{\"data\":{\"requestId\":\"r1\"}}' --answers answers.yaml"
        })
final class Simulate implements Callable<Integer> {
    private final House house;
    private final Terminal terminal;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FLOW",
            description = "The flow's name. Default: the one that the file of answers names.")
    private @Nullable String flow;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EVENT",
            description =
                    "The event as JSON or YAML in the plain form of POST /events, the name of a file that holds it, or - for"
                            + " standard input. Default: that of the file of answers, else the flow's schedule ticks.")
    private @Nullable String event;

    @Option(names = "--answers", paramLabel = "FILE", description = "What third parties answer. Default: nothing.")
    private @Nullable Path answers;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder of the route files. Default: caravan.routes.")
    private @Nullable Path routes;

    @Mixin
    private final Form form = new Form();

    Simulate(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Scenario written = answers == null ? ScenarioReading.nothing() : Scenarios.read(answers);
        try (Simulator simulator = Scenarios.open(house, Optional.ofNullable(routes))) {
            Scenario scenario = written.of(
                    Optional.ofNullable(flow), Optional.ofNullable(event).map(this::event));
            Story story = simulator.play(scenario);
            print(story);
            return code(story);
        } catch (BrokenScenario broken) {
            throw new NotDone(Exit.DATA, broken.reason().toString());
        }
    }

    private ObjectNode event(String text) {
        String start = text.strip();
        if (start.startsWith("{")) {
            return ScenarioReading.event("EVENT", text.getBytes(StandardCharsets.UTF_8));
        }
        if (!text.equals("-")) {
            return ScenarioReading.event(text, Scenarios.bytes(Path.of(text)));
        }
        try {
            return ScenarioReading.event("standard input", terminal.in().readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void print(Story story) {
        ObjectNode told = story.json();
        if (form.json()) {
            terminal.out().println(told);
            return;
        }
        var table = new Table("after", "at", "action", "what", "waiting for");
        told.path("timeline").forEach(line -> table.row(line, "after", "at", "action", "what", "waitingFor"));
        table.print(terminal.out());
        terminal.out().println(story.summary() + ".");
        story.problems().stream().map(Table::line).forEach(terminal.out()::println);
    }

    private static int code(Story story) {
        if (story.broken().isPresent()) {
            throw new NotDone(Exit.DATA, story.broken().get().toString());
        }
        return story.problems().isEmpty() ? 0 : Exit.NO;
    }
}
