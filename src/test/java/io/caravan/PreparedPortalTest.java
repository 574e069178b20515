package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.cli.Exit;
import io.caravan.cli.NotDone;
import io.caravan.store.ConfigurationRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan hubspot setup} with the sandbox of a running Caravan as the portal. */
class PreparedPortalTest {
    private static final String PORTAL = "portal: 12345678 (app.hubspot.com, days of UTC)";
    private static final String ROUTES =
            """
            - route:
                id: quiet
                from: { uri: flow:quiet, parameters: { event: quiet }, steps: [ { log: quiet } ] }
            - route:
                id: quiet.one
                from: { uri: flow:quiet/one, steps: [ { log: one } ] }
            """;

    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void a_portal_is_prepared_once_and_found_so_the_next_time() throws Exception {
        try (RunningCaravan caravan = RunningCaravan.start(folder, ROUTES)) {
            assertEquals(0, setup(caravan, Map.of(), "deals", "contacts"));
            assertEquals(
                    List.of(
                            PORTAL,
                            "deals: caravan_key is there, its values are unique.",
                            "contacts: caravan_key was made, its values are unique."),
                    told);
            told.clear();
            assertEquals(0, setup(caravan, Map.of("CARAVAN_HUBSPOT_VERSION", "v3"), "contacts"));
            assertEquals(List.of(PORTAL, "contacts: caravan_key is there, its values are unique."), told);

            refused(
                    Exit.UNKNOWN_TOKEN,
                    "CARAVAN_HUBSPOT_TOKEN",
                    caravan,
                    Map.of("CARAVAN_HUBSPOT_TOKEN", "pat-invalid"));
            refused(
                    Exit.STRANGER,
                    "caravan.hubspot.url",
                    caravan,
                    Map.of("CARAVAN_HUBSPOT_URL", "http://127.0.0.1:" + caravan.port()));
            caravan.post("/sandbox/faults", "{\"method\":\"/crm/properties\",\"status\":429,\"count\":1}");
            refused(Exit.LATER, "run this again later", caravan, Map.of());
            caravan.post("/sandbox/faults", "{\"method\":\"/crm/properties\",\"status\":403,\"body\":{},\"count\":1}");
            refused(Exit.FORBIDDEN, "scopes", caravan, Map.of());
            caravan.post("/sandbox/faults", "{\"method\":\"/crm\",\"status\":200,\"body\":\"<html>\",\"count\":1}");
            refused(Exit.STRANGER, "caravan.hubspot.url", caravan, Map.of());
        }
    }

    @Test
    void a_portal_that_does_not_answer_is_one_sentence() throws Exception {
        var url = Map.of("CARAVAN_HUBSPOT_URL", "http://127.0.0.1:" + FreePort.next());
        NotDone refused =
                assertThrows(NotDone.class, () -> PreparedPortal.of(settings(url), List.of("deals"), told::add));
        assertTrue(refused.getMessage().contains("does not answer"), refused::getMessage);
    }

    @Test
    void without_a_token_nobody_is_asked() {
        String sentence = assertThrows(
                        ConfigurationRefused.class,
                        () -> PreparedPortal.of(
                                settings(Map.of("CARAVAN_HUBSPOT_TOKEN", "")), List.of("deals"), told::add))
                .getMessage();
        assertTrue(sentence.contains("CARAVAN_HUBSPOT_TOKEN"), sentence);
        assertEquals(List.of(), told);
    }

    private void refused(int code, String words, RunningCaravan caravan, Map<String, String> environment) {
        NotDone refused = assertThrows(NotDone.class, () -> setup(caravan, environment, "deals"));
        String sentence = String.valueOf(refused.getMessage());
        assertTrue(sentence.contains(words), sentence);
        assertFalse(sentence.contains("pat-"), sentence);
        assertEquals(code, refused.code(), sentence);
    }

    private int setup(RunningCaravan caravan, Map<String, String> more, String... kinds) {
        var environment = new HashMap<>(more);
        environment.putIfAbsent("CARAVAN_HUBSPOT_URL", "http://127.0.0.1:" + caravan.port() + "/sandbox/hubspot");
        return PreparedPortal.of(settings(environment), List.of(kinds), told::add);
    }

    private static Settings settings(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.putIfAbsent("CARAVAN_HUBSPOT_TOKEN", "pat-s3cret");
        return Settings.load(environment, new Properties());
    }
}
