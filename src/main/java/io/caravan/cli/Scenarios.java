package io.caravan.cli;

import io.caravan.routing.RouteFolder;
import io.caravan.simulation.BrokenScenario;
import io.caravan.simulation.Scenario;
import io.caravan.simulation.ScenarioReading;
import io.caravan.simulation.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of scenarios, and the routes that play them. */
final class Scenarios {
    private Scenarios() {}

    static Scenario read(Path file) {
        try {
            return ScenarioReading.read(file.toString(), bytes(file));
        } catch (BrokenScenario broken) {
            throw new NotDone(Exit.DATA, broken.reason().toString());
        }
    }

    static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotDone(Exit.MISSING, "there is no file " + file + ".");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new NotDone(
                    Exit.UNREADABLE, "the file " + file + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    /** The tests below a folder, in the order of their names. */
    static List<Path> tests(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new NotDone(Exit.MISSING, "there is no folder " + folder + ".");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> tests = all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(RouteFolder.TEST))
                    .sorted()
                    .toList();
            if (tests.isEmpty()) {
                throw new NotDone(
                        Exit.MISSING,
                        "there is no test in " + folder + "; the name of a test ends with " + RouteFolder.TEST + ".");
            }
            return tests;
        } catch (IOException unreadable) {
            throw new NotDone(
                    Exit.UNREADABLE, "the folder " + folder + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    /** A simulator whose routes stand. */
    static Simulator open(House house, Optional<Path> routes) {
        Simulator simulator = house.routes().simulator().apply(routes);
        if (!simulator.refusals().isEmpty()) {
            simulator.close();
            throw new NotDone(
                    Exit.NO,
                    "the route files are refused, first for "
                            + simulator.refusals().get(0) + " See caravan validate.");
        }
        return simulator;
    }
}
