package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Action;
import io.caravan.flow.Definition;
import io.caravan.flow.Need;
import io.caravan.flow.Policy;
import io.caravan.flow.Redelivery;
import io.caravan.store.Coming;
import io.caravan.store.Golden;
import io.caravan.store.OpenStore;
import io.caravan.store.Statements;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions as they stand on disk: a stored version reads as itself, for ever. */
class GraphCodecTest {
    private static final Definition GRAPH = new Definition(
            "f",
            List.of(
                    action("a", "", new Redelivery(-1, Duration.ofMillis(1_500), 1.5, Duration.ofHours(2), 0.15), ""),
                    action("b", "", new Redelivery(0, Duration.ZERO, 1, Duration.ZERO, 0), "slack"),
                    action("c", "a,b?", new Redelivery(8, Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0.1), "")));

    private static Action action(String name, String needs, Redelivery redelivery, String destination) {
        return new Action(name, Need.list(needs), new Policy(redelivery, Duration.ofMinutes(5), destination));
    }

    @Test
    void a_definition_is_read_as_it_was_written() {
        Definition read = GraphCodec.read("f", GraphCodec.write(GRAPH));
        assertEquals(GRAPH.version(), read.version());
        assertEquals(GRAPH.actions(), read.actions());
    }

    @Test
    void a_compensation_is_read_as_it_was_written() {
        Definition graph = Coming.graph("f", "a", "b compensates a");
        Definition read = GraphCodec.read("f", GraphCodec.write(graph));
        assertEquals(graph.version(), read.version());
        assertEquals(graph.actions(), read.actions());
        assertNotEquals(Coming.graph("f", "a", "b").version(), read.version());
    }

    @Test
    void definitions_of_format_1_are_readable_for_ever_with_their_version() {
        Definition read = GraphCodec.read("f", Golden.file("graph-1.json"));
        assertEquals(GRAPH.actions(), read.actions());
        assertEquals(GRAPH.version(), read.version());
        assertEquals(Golden.file("graph-1.version"), read.version());
    }

    @Test
    void definitions_are_written_as_format_1() {
        Golden.same("graph-1.json", GraphCodec.write(GRAPH));
    }

    @Test
    void an_unknown_format_is_named() {
        assertEquals(
                "this version of Caravan cannot read definitions of format 2",
                assertThrows(IllegalStateException.class, () -> GraphCodec.read("f", "{\"format\":2}"))
                        .getMessage());
    }

    @Test
    void a_stored_definition_that_reads_as_another_version_is_refused(@TempDir Path folder) throws Exception {
        try (var store = OpenStore.in(folder, 0)) {
            store.begin("f", "a", "b needs a");
            String version =
                    store.tables().rows("SELECT version FROM definition").get(0);
            store.tables().change("UPDATE definition SET graph = replace(graph, '300000', '300001')");
            try (var connection = store.database().reading().getConnection();
                    var statements = new Statements(connection)) {
                var refused = assertThrows(
                        IllegalStateException.class, () -> new DefinitionTable().read(statements, "f", version));
                assertEquals(true, refused.getMessage().startsWith("version " + version + " of f reads as "));
            }
        }
    }
}
