package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tests beside the shipped routes, run as docs/simulate.md tells users to run theirs. */
class ShippedFlowsTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> flows() {
        return FlowTests.in(Path.of("routes"))
                .map(test -> dynamicTest(test.name(), test.file().toUri(), test::run));
    }

    @Test
    void a_flow_that_is_not_as_expected_fails_and_so_does_a_file_with_a_mistake() throws Exception {
        Files.writeString(
                folder.resolve("a.test.yaml"),
                "flow: approver-bot\nevent: { type: application.submitted }\nexpect: { status: failed }\n");
        Files.writeString(folder.resolve("b.test.yaml"), "flw: approver-bot\n");
        try (Stream<FlowTest> tests = FlowTests.in(folder, Path.of("routes"))) {
            var failures = tests.map(test -> assertThrows(AssertionError.class, test::run, test.name())
                            .getMessage())
                    .toList();
            assertEquals(2, failures.size());
            assertTrue(failures.get(0).endsWith(":3: the flow is none, expected was failed."), failures.get(0));
            assertTrue(
                    failures.get(1).endsWith(":1: 'flw' is not known in a scenario; did you mean 'flow'?"),
                    failures.get(1));
        }
    }

    @Test
    void refused_routes_are_told() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), "- route:\n    id: a\n    from: { uri: flow:a }\n");
        var refused = assertThrows(IllegalArgumentException.class, () -> FlowTests.in(folder));
        assertTrue(refused.getMessage().startsWith("the route files are refused, first for "), refused.getMessage());
    }
}
