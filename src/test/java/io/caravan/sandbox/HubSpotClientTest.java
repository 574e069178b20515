package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox under HubSpot's official client for Node: others than we say what HubSpot is like. */
@Tag("sqlite")
final class HubSpotClientTest {
    private static final Path SCRIPT = Path.of("src/test/resources/node/hubspot");
    private static final Path FOLDER = Path.of("target/node/hubspot");

    @TempDir
    private Path directory;

    @Test
    void the_official_client_finds_what_it_expects() throws Exception {
        install();
        JsonNode told;
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            told = speak("http://127.0.0.1:" + sandbox.port() + "/sandbox/hubspot");
            for (String kind : List.of("contacts", "deals", "companies", "notes")) {
                assertEquals(
                        1, sandbox.get("/hubspot/" + kind).json().path("items").size(), kind);
            }
        }

        assertEquals("[\"dealinformation\"]", told.path("groups").toString());
        assertTrue(told.path("made").asBoolean());
        assertTrue(told.path("found").asBoolean());
        assertEquals("closedlost", told.path("stages").path(6).asText());
        assertTrue(told.at("/contacts/0/new").asBoolean());
        assertFalse(told.at("/contacts/1/new").asBoolean(true));
        assertEquals(told.at("/contacts/0/id"), told.at("/contacts/1/id"));
        assertEquals("row-1", told.at("/contacts/0/trace").asText());
        assertEquals("Lovelace", told.path("patched").asText());
        assertEquals(
                "{\"names\":[\"Lovelace\"],\"errors\":1}", told.path("read").toString());
        assertTrue(told.path("dealByKey").asBoolean());
        assertEquals("COMPLETE", told.path("associated").asText());
        assertEquals(1, told.path("labelled").asInt());
        assertEquals("[[341,5]]", told.path("ofDeal").toString());
        assertEquals("[true]", told.path("notesOfDeal").toString());
        assertRefused(told, "madeAgain", 409, "CONFLICT", "order_key");
        assertRefused(told, "absent", 404, "OBJECT_NOT_FOUND", "");
        assertRefused(
                told,
                "taken",
                409,
                "CONFLICT",
                "Existing ID: " + told.at("/contacts/0/id").asText());
        assertRefused(told, "wrongStage", 400, "VALIDATION_ERROR", "INVALID_OPTION");
        assertRefused(told, "takenKey", 400, "VALIDATION_ERROR", "CONFLICTING_UNIQUE_VALUE");
        assertRefused(told, "timeless", 400, "VALIDATION_ERROR", "MISSING_REQUIRED_PROPERTY");
        assertRefused(told, "wrongLabel", 400, "VALIDATION_ERROR", "from deals to companies");
        assertEquals(429, told.at("/limited/code").asInt());
        assertEquals("TEN_SECONDLY_ROLLING", told.at("/limited/body/policyName").asText());
    }

    private static void assertRefused(JsonNode told, String call, int status, String category, String words) {
        JsonNode refusal = told.path(call);
        assertEquals(status, refusal.path("code").asInt(), call);
        assertEquals(category, refusal.path("body").path("category").asText(), call);
        assertTrue(refusal.toString().contains(words), refusal::toString);
    }

    /** Fetched once into the build's folder; without npm, or where it fetches nothing, the test is skipped and says so. */
    private static void install() throws Exception {
        skipUnless(isThere("node") && isThere("npm"), "node and npm are not here");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "speak.cjs")) {
            Files.write(FOLDER.resolve(file), Files.readAllBytes(SCRIPT.resolve(file)));
        }
        if (!Files.isDirectory(FOLDER.resolve("node_modules/@hubspot/api-client/lib"))) {
            Process npm = command("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline")
                    .start();
            boolean fetched = npm.waitFor(150, TimeUnit.SECONDS) && npm.exitValue() == 0;
            npm.destroy();
            skipUnless(fetched, "npm cannot fetch HubSpot's client; see target/node/hubspot/told.txt");
        }
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.err.println("SKIPPED: HubSpot's own client against the sandbox, because " + reason + ".");
        }
        assumeTrue(possible, reason);
    }

    private static boolean isThere(String program) throws Exception {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static JsonNode speak(String url) throws Exception {
        Process node = command("node", "speak.cjs", url).start();
        boolean ended = node.waitFor(60, TimeUnit.SECONDS);
        node.destroy();
        String told = Files.readString(FOLDER.resolve("told.txt"));
        assertTrue(ended && node.exitValue() == 0, told);
        return Json.read(told).orElseThrow(() -> new AssertionError(told));
    }

    private static ProcessBuilder command(String... words) {
        return new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("told.txt").toFile());
    }
}
