package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.kubernetes.Overlay;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The environment of a pod of {@code k8s/} is one that Caravan starts with. */
class DeployedSettingsTest {
    @TempDir
    private Path folder;

    private static Settings settings(Overlay overlay, String... namesAndValues) {
        var system = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            system.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(overlay.environment(), system);
    }

    /** The mounted Secret's key `tokens`, as a file of this machine. */
    private String tokens() throws IOException {
        return Files.writeString(folder.resolve("tokens"), "# nobody yet\n").toString();
    }

    @ParameterizedTest
    @EnumSource(value = Overlay.class, names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void nothing_is_refused_once_the_tokens_are_there(Overlay overlay) throws IOException {
        settings(overlay, "caravan.tokens", tokens()).check();
        assertTrue(assertThrows(ConfigurationRefused.class, settings(overlay)::check)
                .getMessage()
                .contains("caravan.tokens"));
    }

    @ParameterizedTest
    @EnumSource(value = Overlay.class, names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void a_secret_without_a_token_does_not_bring_the_stand_ins(Overlay overlay) throws IOException {
        Settings settings = settings(overlay, "caravan.tokens", tokens(), "caravan.slack.token", "");
        assertFalse(settings.sandbox());
        assertTrue(assertThrows(ConfigurationRefused.class, settings::check)
                .getMessage()
                .contains("CARAVAN_SLACK_TOKEN"));
    }

    @ParameterizedTest
    @EnumSource(value = Overlay.class, names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void only_a_cluster_has_a_postgresql(Overlay overlay) {
        assertEquals(overlay == Overlay.CLUSTER, settings(overlay).database().isPresent());
    }
}
