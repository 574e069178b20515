package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One recorded answer of a third party, as the fixtures under {@code specs} hold it. */
record Recorded(String name, JsonNode json) {
    private static final Path SPECS = Path.of("src/test/resources/specs");

    static Recorded of(String name) {
        try {
            return new Recorded(name, new ObjectMapper().readTree(Files.readString(SPECS.resolve(name + ".json"))));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static List<Recorded> all(String api) {
        try (Stream<Path> files = Files.list(SPECS.resolve(api))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.startsWith("_"))
                    .sorted()
                    .map(file -> of(api + "/" + file.replace(".json", "")))
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    String expectedClass() {
        return json.path("_expectedClass").asText();
    }

    Answer answer() {
        return new Answer(status(), json.path("headers").path("Retry-After").asText(), body());
    }

    int status() {
        return json.path("status").asInt();
    }

    String body() {
        return json.has("body")
                ? json.path("body").toString()
                : json.path("text").asText();
    }

    @Override
    public String toString() {
        return name;
    }
}
