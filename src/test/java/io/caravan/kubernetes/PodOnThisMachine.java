package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.crash.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The pod of an overlay as a process of this machine: with its environment, its ConfigMaps mounted as a kubelet does it, and its
 * folders below one of the test. What differs: loopback, a free port, and the stand-ins of Slack and HubSpot.
 */
final class PodOnThisMachine {
    private static final String HOME = "/caravan";

    private final Overlay overlay;
    private final Path folder;
    private final Properties known;
    private final Map<String, MountedConfigMap> mounted = new HashMap<>();

    PodOnThisMachine(Overlay overlay, Path folder, Properties known) {
        this.overlay = overlay;
        this.folder = folder;
        this.known = known;
        overlay.container().path("volumeMounts").forEach(this::mount);
    }

    private void mount(JsonNode mount) {
        for (JsonNode volume : overlay.pod().path("volumes")) {
            JsonNode map = volume.at("/configMap/name");
            if (volume.path("name").equals(mount.path("name")) && !map.isMissingNode()) {
                mounted.put(
                        map.asText(),
                        MountedConfigMap.in(here(mount.path("mountPath").asText()), files(map.asText())));
            }
        }
    }

    private Map<String, String> files(String map) {
        var files = new TreeMap<String, String>();
        overlay.objects("ConfigMap").stream()
                .filter(each -> each.at("/metadata/name").asText().equals(map))
                .forEach(each -> each.path("data")
                        .properties()
                        .forEach(
                                file -> files.put(file.getKey(), file.getValue().asText())));
        return files;
    }

    private Path here(String path) {
        return folder.resolve(path.substring(HOME.length() + 1));
    }

    MountedConfigMap mounted(String map) {
        return mounted.get(map);
    }

    Path data() {
        return here(overlay.environment().get("CARAVAN_DATA"));
    }

    /** The longest time from SIGTERM to SIGKILL; the preStop has had its part before. */
    Duration grace() {
        return Duration.ofSeconds(overlay.pod()
                        .path("terminationGracePeriodSeconds")
                        .asInt()
                - overlay.container().at("/lifecycle/preStop/sleep/seconds").asInt());
    }

    Child start(String... further) {
        var properties = new ArrayList<String>();
        Map<String, String> environment = overlay.environment();
        for (String name : known.stringPropertyNames()) {
            String value = environment.get(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            if (value != null) {
                properties.add(name + "=" + (value.startsWith(HOME + "/") ? here(value) : value));
            }
        }
        properties.addAll(List.of("camel.server.host=127.0.0.1", "caravan.sandbox=on", "caravan.tokens="));
        properties.addAll(List.of(further));
        return Child.start(data(), properties.toArray(String[]::new)).standing();
    }
}
