package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line in a JVM of its own. */
class CommandLineTest {
    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended java(String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dcaravan.data=" + folder.resolve("data")));
        command.addAll(List.of(more));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it hangs");
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void an_unknown_word_ends_with_64_and_the_nearest_one() throws Exception {
        assertEquals(
                new Ended(
                        64,
                        "",
                        "caravan: unknown word 'valdiate'; did you mean 'validate'? See caravan --help."
                                + System.lineSeparator()),
                java(Caravan.class.getName(), "valdiate"));
    }

    @Test
    void routes_are_validated_without_a_database() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("r.camel.yaml"), "- route:\n    id: a\n    from: { uri: flow:a }\n");
        Ended ended = java(Caravan.class.getName(), "validate", routes.toString(), "--json");
        assertEquals(1, ended.code(), ended.err());
        assertTrue(ended.out().startsWith("{\"valid\":false,\"errors\":[{\"file\":\"" + routes), ended.out());
        assertEquals("", ended.err());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    /** What only the schema, the kamelets and Camel itself can find. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lgo: x                               | r.camel.yaml:5: 'lgo' is not known in an entry of 'steps'; did you mean 'log'?
                    to: kamelet:slack-post-mesage-action | r.camel.yaml:5: There is no kamelet 'slack-post-mesage-action'
                    setBody: { simple: "${body[" }       | r.camel.yaml:
                    to: direct:b?tiemout=1               | r.camel.yaml:5:
                    """)
    void validate_has_all_checks_of_a_reload(String step, String sentence) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("r.camel.yaml"),
                "- route:\n    id: a\n    from:\n      uri: direct:a\n      steps: [ { " + step + " } ]\n");
        Ended ended = java(Caravan.class.getName(), "validate", routes.toString());
        assertEquals(1, ended.code(), ended.err());
        assertTrue(ended.out().contains(sentence), ended.out());
        assertEquals("", ended.err());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void the_shipped_routes_can_be_used() throws Exception {
        Ended ended = java(Caravan.class.getName(), "validate", "routes");
        assertEquals(0, ended.code(), ended.out() + ended.err());
        assertEquals("routes: 11 route files, can be used." + System.lineSeparator(), ended.out());
    }

    @Test
    void a_refused_configuration_ends_with_78_for_the_words_too() throws Exception {
        Ended ended = java("-Dcaravan.attempt.timeout=soon", Caravan.class.getName(), "validate", folder.toString());
        assertEquals(78, ended.code(), ended.err());
        assertTrue(ended.err().startsWith("caravan: caravan.attempt.timeout must be a duration"), ended.err());
    }

    @Test
    void the_usual_start_does_not_load_the_command_line() throws Exception {
        Path loaded = folder.resolve("loaded");
        String log = "-Xlog:class+load:file=" + loaded;
        assertEquals(
                78,
                java(log, "-Dcaravan.attempts=none", Caravan.class.getName(), "run")
                        .code());
        String bare = Files.readString(loaded);
        assertTrue(bare.contains(Settings.class.getName()));
        assertFalse(bare.contains("picocli.") || bare.contains("io.caravan.cli."));
    }
}
