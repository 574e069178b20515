package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.kubernetes.Overlay;
import io.caravan.store.ConfigurationRefused;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The environment of a pod of {@code k8s/} is one that Caravan starts with. */
class DeployedSettingsTest {
    private static Settings settings(Overlay overlay, String... namesAndValues) {
        var system = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            system.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(overlay.environment(), system);
    }

    @ParameterizedTest
    @EnumSource(value = Overlay.class, names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void nothing_is_refused_but_that_the_tokens_are_not_there(Overlay overlay) {
        settings(overlay, "camel.server.host", "127.0.0.1").check();
        try {
            settings(overlay).check();
        } catch (ConfigurationRefused refused) {
            assertTrue(
                    Stream.of("authentication", "caravan.tokens").anyMatch(refused.getMessage()::contains),
                    refused.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Overlay.class, names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void a_secret_without_a_token_does_not_bring_the_stand_ins(Overlay overlay) {
        Settings settings = settings(overlay, "camel.server.host", "127.0.0.1", "caravan.slack.token", "");
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
