package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.cli.NotDone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The word {@code token}. */
class NewTokenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void make(String role, String name) {
        NewToken.make(role, name, new PrintStream(out));
    }

    @Test
    void what_it_prints_opens_the_door(@TempDir Path folder) throws Exception {
        make("viewer", "ann");
        List<String> lines = out.toString().lines().toList();
        String token = lines.get(0).replaceFirst(".*: ", "");
        Path file = Files.writeString(folder.resolve("tokens"), lines.get(1).replaceFirst("[^:]*: ", "") + "\n");
        assertFalse(Files.readString(file).contains(token));
        String routes =
                "- route: { id: a, from: { uri: 'flow:a', parameters: { event: a }, steps: [ { log: 'a' } ] } }\n";
        try (RunningCaravan caravan = RunningCaravan.start(folder, routes, Map.of("caravan.tokens", file.toString()))) {
            assertEquals(401, caravan.get("/flows").statusCode());
            assertEquals(
                    200,
                    caravan.send(caravan.to("/flows")
                                    .header("Authorization", "Bearer " + token)
                                    .build())
                            .statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "admin,ann,--role",
        "kamelet,ann,--role",
        "Viewer,ann,--role",
        "'',ann,--role",
        "viewer,#ann,--name",
        "viewer,ann b,--name",
        "viewer,'',--name"
    })
    void what_cannot_stand_in_the_file_is_refused_by_the_option_that_says_it(String role, String name, String option) {
        NotDone refused = assertThrows(NotDone.class, () -> make(role, name));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(option + " "), refused.getMessage());
        assertEquals("", out.toString());
    }
}
