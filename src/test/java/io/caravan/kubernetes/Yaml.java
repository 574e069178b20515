package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the objects of a YAML text. */
final class Yaml {
    private static final ObjectMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    static List<ObjectNode> objects(String text) {
        try (var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return values.readAll().stream().map(ObjectNode.class::cast).toList();
        } catch (IOException notYaml) {
            throw new UncheckedIOException(text, notYaml);
        }
    }

    static List<ObjectNode> objects(Path file) {
        return objects(text(file));
    }

    static ObjectNode object(Path file) {
        List<ObjectNode> all = objects(file);
        if (all.size() != 1) {
            throw new IllegalArgumentException(file + " holds " + all.size() + " objects");
        }
        return all.get(0);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
