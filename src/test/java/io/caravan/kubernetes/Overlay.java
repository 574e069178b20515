package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folders of {@code k8s/} that may be rendered, and what they render to. */
public enum Overlay {
    BASE("base"),
    SQLITE("overlays/sqlite"),
    CLUSTER("overlays/cluster");

    private final Path folder;

    Overlay(String folder) {
        this.folder = Path.of("k8s").resolve(folder);
    }

    Path folder() {
        return folder;
    }

    List<ObjectNode> objects() {
        return Kustomization.in(folder).objects();
    }

    List<ObjectNode> objects(String kind) {
        return objects().stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .toList();
    }

    ObjectNode only(String kind) {
        List<ObjectNode> found = objects(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind + " in " + folder);
        }
        return found.get(0);
    }

    JsonNode pod() {
        return only("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
        return pod().at("/containers/0");
    }

    /** The environment of its container; a secret's value is {@code secret of NAME/KEY}. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        for (JsonNode variable : container().path("env")) {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            environment.put(
                    variable.path("name").asText(),
                    secret.isMissingNode()
                            ? variable.path("value").asText()
                            : "secret of " + secret.path("name").asText() + "/"
                                    + secret.path("key").asText());
        }
        return environment;
    }
}
