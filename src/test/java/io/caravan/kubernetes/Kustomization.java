package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Our own reading of a {@code kustomization.yaml}, as far as {@code k8s/} uses it, for machines without kubectl. What it does not
 * know it refuses; where there is a kubectl, a test holds the two together.
 */
record Kustomization(Path folder, ObjectNode text) {
    private static final String FILE = "kustomization.yaml";
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "patches", "configMapGenerator", "generatorOptions");

    Kustomization {
        text.fieldNames().forEachRemaining(field -> must(KNOWN.contains(field), folder, field));
        text.path("generatorOptions")
                .fieldNames()
                .forEachRemaining(option -> must(option.equals("disableNameSuffixHash"), folder, option));
        must(
                text.path("configMapGenerator").isMissingNode()
                        || text.at("/generatorOptions/disableNameSuffixHash").asBoolean(),
                folder,
                "a generated name with a hash");
    }

    static Kustomization in(Path folder) {
        return new Kustomization(folder, Yaml.object(folder.resolve(FILE)));
    }

    private static void must(boolean holds, Path folder, String what) {
        if (!holds) {
            throw new IllegalArgumentException(folder.resolve(FILE) + ": " + what + " is not read here");
        }
    }

    List<ObjectNode> objects() {
        var objects = new ArrayList<ObjectNode>();
        list("resources").forEach(each -> objects.addAll(resource(folder.resolve(each.asText()))));
        list("configMapGenerator").forEach(each -> objects.add(configMap(each)));
        for (JsonNode each : (Iterable<JsonNode>) list("patches")::iterator) {
            must(each.size() == 1 && each.has("path"), folder, "patch " + each);
            apply(new Patch(Yaml.object(folder.resolve(each.path("path").asText()))), objects);
        }
        return objects;
    }

    private Stream<JsonNode> list(String name) {
        return StreamSupport.stream(text.path(name).spliterator(), false);
    }

    private static List<ObjectNode> resource(Path path) {
        return Files.isDirectory(path) ? in(path).objects() : Yaml.objects(path);
    }

    private ObjectNode configMap(JsonNode generator) {
        ObjectNode map = text.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata =
                map.putObject("metadata").put("name", generator.path("name").asText());
        generator
                .path("options")
                .fieldNames()
                .forEachRemaining(option -> must(option.equals("labels"), folder, option));
        if (generator.at("/options/labels") instanceof ObjectNode labels) {
            metadata.set("labels", labels);
        }
        ObjectNode entries = map.putObject("data");
        for (JsonNode file : generator.path("files")) {
            Path path = folder.resolve(file.asText());
            entries.put(path.getFileName().toString(), Yaml.text(path));
        }
        return map;
    }

    private static void apply(Patch patch, List<ObjectNode> objects) {
        int place = 0;
        while (!patch.concerns(objects.get(place))) {
            place++;
        }
        Optional<ObjectNode> patched = patch.on(objects.remove(place));
        int then = place;
        patched.ifPresent(each -> objects.add(then, each));
    }
}
