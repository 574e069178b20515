package io.caravan.cli;

import io.caravan.simulation.BrokenScenario;
import io.caravan.simulation.Scenario;
import io.caravan.simulation.Simulator;
import io.caravan.simulation.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan test}. */
@Command(
        name = "test",
        description = {
            "Runs every file *.test.yaml below a folder: each plays a flow, as simulate does, and says what is expected of it."
                    + " One line for each test; nothing leaves this machine.",
            "",
            "docs/simulate.md tells what such a file says."
        },
        exitCodeList = {
            "0:all is as expected",
            "1:something is not, or the route files are refused",
            "64:the words are not understood",
            "65:a test cannot be used; file, line and a sentence",
            "66:there is no such folder, or no test in it",
            "73:the report cannot be written",
            "74:a file cannot be read",
            "78:the configuration cannot be used"
        },
        footer = "%nExample: caravan test routes --report target/flows.xml")
final class TestFlows implements Callable<Integer> {
    private final House house;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the tests.")
    private Path folder = Path.of("");

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder of the route files. Default: that of the tests.")
    private @Nullable Path routes;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also write JUnit's XML for CI systems. Default: none.")
    private @Nullable Path report;

    private int failed;
    private int broken;

    TestFlows(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Path> files = Scenarios.tests(folder);
        var suite = new TestReport(folder.toString());
        try (Simulator simulator = Scenarios.open(house, Optional.of(routes == null ? folder : routes))) {
            for (Path file : files) {
                run(simulator, file, suite);
            }
        }
        String count = files.size() == 1 ? "1 test" : files.size() + " tests";
        int wrong = failed + broken;
        terminal.out().println(count + ", " + (wrong == 0 ? "all is as expected." : wrong + " failed."));
        write(suite);
        return broken > 0 ? Exit.DATA : failed > 0 ? Exit.NO : 0;
    }

    private void run(Simulator simulator, Path file, TestReport suite) {
        String name = folder.relativize(file).toString();
        long begun = System.nanoTime();
        List<String> wrong;
        String summary = "cannot be played";
        try {
            Scenario scenario = Scenarios.read(file);
            Story story = simulator.play(scenario);
            summary = story.summary();
            wrong = story.broken().map(reason -> List.of(reason.toString())).orElseGet(story::problems);
            count(story.broken().isPresent(), wrong);
        } catch (BrokenScenario unusable) {
            wrong = List.of(unusable.reason().toString());
            count(true, wrong);
        } catch (NotDone unusable) {
            wrong = List.of(String.valueOf(unusable.getMessage()));
            count(true, wrong);
        }
        suite.add(name, (System.nanoTime() - begun) / 1e9, wrong);
        terminal.out().println((wrong.isEmpty() ? "ok    " : "FAIL  ") + name + "  " + summary);
        wrong.forEach(sentence -> terminal.out().println("      " + Table.line(sentence)));
    }

    private void count(boolean unusable, List<String> wrong) {
        broken += unusable ? 1 : 0;
        failed += !unusable && !wrong.isEmpty() ? 1 : 0;
    }

    private void write(TestReport suite) {
        if (report == null) {
            return;
        }
        try {
            suite.write(report);
        } catch (IOException unwritable) {
            throw new NotDone(
                    Exit.UNWRITABLE, "the report " + report + " cannot be written: " + unwritable.getMessage() + ".");
        }
    }
}
