package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The word {@code token}. */
class NewTokenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private boolean make(String words) {
        return NewToken.make(words.split(" "), new PrintStream(out), new PrintStream(errors));
    }

    @Test
    void what_it_prints_opens_the_door(@TempDir Path folder) throws Exception {
        assertTrue(make("token --role viewer --name ann"));
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
    @ValueSource(
            strings = {
                "token",
                "token --role viewer",
                "token --role admin --name ann",
                "token --role kamelet --name ann",
                "token --role viewer --name #ann",
                "token --role viewer --name ann --more"
            })
    void other_words_are_told_what_to_say(String words) {
        assertFalse(make(words));
        assertEquals("", out.toString());
        assertTrue(errors.toString().contains("token --role ROLE --name NAME"), errors.toString());
    }
}
