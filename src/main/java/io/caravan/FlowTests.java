package io.caravan;

import io.caravan.routing.RouteFolder;
import io.caravan.simulation.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tests of one's own routes, for a test framework: the files {@code *.test.yaml} below a folder, each of which plays a flow.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> flows() {
 *     return FlowTests.in(Path.of("routes")).map(test -> dynamicTest(test.name(), test::run));
 * }
 * }</pre>
 */
public final class FlowTests {
    private FlowTests() {}

    /** The tests of the routes that stand in the same folder. The stream is to be closed; JUnit does so. */
    public static Stream<FlowTest> in(Path folder) {
        return in(folder, folder);
    }

    /** The tests of one folder, of the routes of another. */
    public static Stream<FlowTest> in(Path folder, Path routes) {
        List<Path> files = files(folder);
        Simulator simulator = Rehearsed.simulator(Caravan.settings(), routes);
        if (!simulator.refusals().isEmpty()) {
            simulator.close();
            throw new IllegalArgumentException("the route files are refused, first for "
                    + simulator.refusals().get(0));
        }
        return files.stream().map(file -> new FlowTest(folder, file, simulator)).onClose(simulator::close);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(RouteFolder.TEST))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
