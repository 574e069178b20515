package io.caravan.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Durations;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pods of {@code k8s/}: what they may do, what they are given, and whether Caravan looks for it there. */
class PodTest {
    private static final Path ROUTES = Path.of("routes");

    private static Properties properties() throws IOException {
        var properties = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(text);
        }
        return properties;
    }

    private static Set<String> variables() throws IOException {
        return properties().stringPropertyNames().stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonNode> mounts(Overlay overlay) {
        var mounts = new TreeMap<String, JsonNode>();
        for (JsonNode mount : overlay.container().path("volumeMounts")) {
            mounts.put(mount.path("mountPath").asText(), mount);
        }
        return mounts;
    }

    private static JsonNode volume(Overlay overlay, JsonNode mount) {
        for (JsonNode volume : overlay.pod().path("volumes")) {
            if (volume.path("name").equals(mount.path("name"))) {
                return volume;
            }
        }
        throw new AssertionError("no volume for " + mount);
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void nobody_is_given_rights_and_all_run_as_somebody_without(Overlay overlay) {
        assertEquals(
                List.of(),
                overlay.objects().stream()
                        .map(each -> each.path("kind").asText())
                        .filter(kind -> kind.contains("Role"))
                        .toList());
        assertEquals(
                "false",
                overlay.only("ServiceAccount")
                        .path("automountServiceAccountToken")
                        .asText());
        JsonNode pod = overlay.pod();
        assertEquals("caravan", pod.path("serviceAccountName").asText());
        assertEquals("false", pod.path("automountServiceAccountToken").asText());
        assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
        assertTrue(pod.at("/securityContext/runAsUser").asInt() > 0);
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertFalse(pod.has(shared), shared);
        }
        assertEquals(1, pod.path("containers").size());
        JsonNode allowed = overlay.container().path("securityContext");
        assertEquals("false", allowed.path("allowPrivilegeEscalation").asText());
        assertTrue(allowed.path("readOnlyRootFilesystem").asBoolean());
        assertEquals("[\"ALL\"]", allowed.at("/capabilities/drop").toString());
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void every_variable_is_that_of_a_property(Overlay overlay) throws IOException {
        Set<String> known = variables();
        Set<String> unknown = new TreeSet<>(overlay.environment().keySet());
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown);
        assertEquals("off", overlay.environment().get("CARAVAN_SANDBOX"));
        assertEquals("false", overlay.pod().path("enableServiceLinks").asText(), "a Service would add variables");
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void what_is_secret_comes_from_a_secret_that_the_operators_page_tells_how_to_make(Overlay overlay)
            throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        overlay.environment().forEach((name, value) -> {
            boolean secret =
                    Pattern.compile("TOKEN$|PASSWORD$|SECRET$").matcher(name).find();
            assertEquals(secret, value.startsWith("secret of caravan/"), name + "=" + value);
            if (secret) {
                assertTrue(page.contains("--from-literal=" + value.substring("secret of caravan/".length()) + "="));
            }
        });
        Path tokens = Path.of(overlay.environment().get("CARAVAN_TOKENS"));
        JsonNode secret = volume(overlay, mounts(overlay).get(tokens.getParent().toString()));
        assertEquals("caravan", secret.at("/secret/secretName").asText());
        assertEquals(
                tokens.getFileName().toString(),
                secret.at("/secret/items/0/path").asText());
        assertTrue(
                page.contains("--from-file=" + secret.at("/secret/items/0/key").asText() + "="));
        assertEquals(List.of(), overlay.objects("Secret"));
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void every_route_file_is_in_a_config_map_and_is_mounted_where_caravan_reads(Overlay overlay) throws IOException {
        var mounted = new TreeMap<String, String>();
        mounts(overlay).forEach((path, mount) -> {
            String map = volume(overlay, mount).at("/configMap/name").asText();
            overlay.objects("ConfigMap").stream()
                    .filter(each -> each.at("/metadata/name").asText().equals(map))
                    .forEach(each -> each.path("data")
                            .properties()
                            .forEach(file -> mounted.put(
                                    path + "/" + file.getKey(), file.getValue().asText())));
        });
        var files = new TreeMap<String, String>();
        String folder = overlay.environment().get("CARAVAN_ROUTES");
        try (Stream<Path> all = Files.walk(ROUTES)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("kustomization.yaml") && !file.toString().endsWith(".test.yaml")) {
                    files.put(folder + "/" + ROUTES.relativize(file), Files.readString(file));
                }
            }
        }
        assertEquals(files, mounted);
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void its_folders_are_mounted_and_no_volume_is_left_over(Overlay overlay) {
        Map<String, JsonNode> mounts = mounts(overlay);
        assertTrue(mounts.containsKey(overlay.environment().get("CARAVAN_LIB")));
        assertTrue(mounts.containsKey("/tmp"), "SQLite's driver unpacks its library");
        mounts.values().forEach(mount -> volume(overlay, mount));
        assertEquals(mounts.size(), overlay.pod().path("volumes").size());
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void ports_and_probes_are_those_of_caravan(Overlay overlay) throws IOException {
        var ports = new HashMap<String, String>();
        for (JsonNode port : overlay.container().path("ports")) {
            ports.put(port.path("name").asText(), port.path("containerPort").asText());
        }
        String management = properties().getProperty("camel.management.port", "9876");
        assertEquals(Map.of("http", properties().getProperty("camel.server.port"), "management", management), ports);
        ObjectNode service = overlay.only("Service");
        assertEquals("http", service.at("/spec/ports/0/targetPort").asText());
        assertEquals(ports.get("http"), service.at("/spec/ports/0/port").asText());
        Map<String, String> probes = Map.of("startupProbe", "live", "livenessProbe", "live", "readinessProbe", "ready");
        probes.forEach((probe, word) -> {
            JsonNode asked = overlay.container().path(probe).path("httpGet");
            assertEquals("/observe/health/" + word, asked.path("path").asText());
            assertEquals("management", asked.path("port").asText());
        });
        JsonNode scraped = overlay.only("Deployment").at("/spec/template/metadata/annotations");
        assertEquals(management, scraped.path("prometheus.io/port").asText());
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void a_stop_has_the_time_that_it_needs(Overlay overlay) throws IOException {
        Duration given = Duration.ofSeconds(
                overlay.pod().path("terminationGracePeriodSeconds").asInt());
        Duration before = Duration.ofSeconds(
                overlay.container().at("/lifecycle/preStop/sleep/seconds").asInt());
        Duration drained = Durations.parse(properties().getProperty("caravan.stop.timeout"))
                .orElseThrow();
        assertTrue(given.compareTo(before.plus(drained).plusSeconds(10)) >= 0, given + " is too short");
        assertFalse(before.isZero());
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void the_image_is_that_of_this_version(Overlay overlay) throws IOException {
        var version = Pattern.compile("<artifactId>caravan</artifactId>\\s*<version>(.*)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(version.find());
        assertEquals(
                "caravan:" + version.group(1), overlay.container().path("image").asText());
    }

    @Test
    void with_sqlite_there_is_one_node_at_a_time_with_a_volume_of_its_own() {
        ObjectNode deployment = Overlay.SQLITE.only("Deployment");
        assertEquals(1, deployment.at("/spec/replicas").asInt());
        assertEquals("Recreate", deployment.at("/spec/strategy/type").asText());
        assertEquals(List.of(), Overlay.SQLITE.objects("HorizontalPodAutoscaler"));
        JsonNode data = mounts(Overlay.SQLITE).get(Overlay.SQLITE.environment().get("CARAVAN_DATA"));
        assertEquals(
                Overlay.SQLITE.only("PersistentVolumeClaim").at("/metadata/name"),
                volume(Overlay.SQLITE, data).at("/persistentVolumeClaim/claimName"));
    }

    @Test
    void a_cluster_has_a_database_and_grows_by_a_metric_of_ours() {
        assertTrue(Overlay.CLUSTER.environment().get("CARAVAN_DATABASE_URL").startsWith("jdbc:postgresql://"));
        ObjectNode grows = Overlay.CLUSTER.only("HorizontalPodAutoscaler");
        ObjectNode deployment = Overlay.CLUSTER.only("Deployment");
        assertEquals(
                Patch.identity(deployment),
                grows.at("/spec/scaleTargetRef/kind").asText() + " "
                        + grows.at("/spec/scaleTargetRef/name").asText());
        assertFalse(deployment.path("spec").has("replicas"), "it would undo what the autoscaler has done");
        assertTrue(grows.at("/spec/metrics/0/pods/metric/name").asText().startsWith("caravan_"));
        assertEquals(List.of(), Overlay.CLUSTER.objects("PersistentVolumeClaim"));
    }
}
