package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files of what earlier versions wrote. They are added to and never changed: users' journals cannot be either. */
public final class Golden {
    private Golden() {}

    public static String file(String name) {
        try (var stream = Golden.class.getResourceAsStream("/golden/" + name)) {
            assertNotNull(stream, "src/test/resources/golden/" + name + " is missing");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same JSON, whatever its white space. */
    public static void same(String name, String json) {
        assertEquals(Json.tree(file(name)), Json.tree(json));
    }
}
