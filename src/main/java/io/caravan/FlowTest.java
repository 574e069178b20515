package io.caravan;

import io.caravan.simulation.BrokenScenario;
import io.caravan.simulation.ScenarioReading;
import io.caravan.simulation.Simulator;
import io.caravan.simulation.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file {@code *.test.yaml}: a flow that is played, and what is expected of it. */
public final class FlowTest {
    private final Path file;
    private final String name;
    private final Simulator simulator;

    FlowTest(Path folder, Path file, Simulator simulator) {
        this.file = file;
        this.name = folder.relativize(file).toString();
        this.simulator = simulator;
    }

    /** Its name within the folder. */
    public String name() {
        return name;
    }

    public Path file() {
        return file;
    }

    /** Throws an {@code AssertionError} with a sentence for each thing that is not as expected. */
    public void run() {
        try {
            Story story = simulator.play(ScenarioReading.read(file.toString(), Files.readAllBytes(file)));
            story.broken().ifPresent(reason -> {
                throw new AssertionError(reason.toString());
            });
            if (!story.problems().isEmpty()) {
                throw new AssertionError(String.join(System.lineSeparator(), story.problems()));
            }
        } catch (BrokenScenario broken) {
            throw new AssertionError(broken.getMessage(), broken);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
