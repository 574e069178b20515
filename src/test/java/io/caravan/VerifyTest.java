package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** {@code caravan verify} in a process of its own, beside a Caravan that runs. */
@Tag("sqlite")
class VerifyTest {
    private static final String ROUTES =
            """
            - route:
                id: good
                from:
                  uri: flow:good
                  parameters: { event: good }
                  steps:
                    - log: good
            - route:
                id: good.one
                from:
                  uri: flow:good/one
                  steps:
                    - log: one
            """;

    @TempDir
    Path folder;

    private record Ended(int code, List<String> said) {}

    private Ended verify() throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dcaravan.data=" + folder.resolve("data"),
                        Caravan.class.getName(),
                        "verify")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it hangs");
            return new Ended(process.exitValue(), Files.readAllLines(said));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void it_counts_the_flows_and_tells_each_difference() throws Exception {
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            caravan.flow("good", "{}", "completed");
            String id = caravan.flow("good", "{}", "completed").path("id").asText();
            assertEquals(new Ended(0, List.of("2 flows verified, 0 differences.")), verify());
            damage("UPDATE flow SET key = 'wrong' WHERE id = '" + id + "'");
            Ended different = verify();
            assertEquals(1, different.code());
            assertEquals(2, different.said().size(), different.said()::toString);
            assertTrue(different.said().get(0).startsWith("Flow " + id + ": key is "), different.said()::toString);
            assertEquals("2 flows verified, 1 differences.", different.said().get(1));
            caravan.flow("good", "{}", "completed");
        }
        assertEquals(1, verify().code());
    }

    private void damage(String sql) throws Exception {
        var database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + folder.resolve("data").resolve("caravan.db"));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate(sql));
        }
    }

    @Test
    void without_a_database_it_says_so_and_makes_none() throws Exception {
        Ended ended = verify();
        assertEquals(78, ended.code(), ended.said()::toString);
        assertTrue(ended.said().get(0).contains("caravan.data"), ended.said()::toString);
        assertFalse(Files.exists(folder.resolve("data")));
    }
}
