package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A third party's own client for Node, which others wrote: a script beside the tests speaks with it to the sandbox and tells what it
 * found.
 *
 * @param folder where its script stands, and where it is put
 * @param installed what is there once npm has fetched it, below node_modules
 * @param npm the words with which npm fetches it
 */
record OfficialClient(String whose, String folder, String installed, List<String> npm) {
    private Path source() {
        return Path.of("src/test/resources/node").resolve(folder);
    }

    private Path target() {
        return Path.of("target/node").resolve(folder);
    }

    /** Fetched once into the build's folder; without npm, or where it fetches nothing, the test is skipped and says so. */
    void install() throws Exception {
        skipUnless(isThere("node") && isThere("npm"), "node and npm are not here");
        Files.createDirectories(target());
        try (var files = Files.list(source())) {
            for (Path file : files.toList()) {
                Files.write(target().resolve(source().relativize(file)), Files.readAllBytes(file));
            }
        }
        if (!Files.exists(target().resolve("node_modules").resolve(installed))) {
            var words = new ArrayList<>(List.of("npm"));
            words.addAll(npm);
            words.addAll(List.of("--no-audit", "--no-fund", "--prefer-offline"));
            Process fetching = command(words).start();
            boolean fetched = fetching.waitFor(150, TimeUnit.SECONDS) && fetching.exitValue() == 0;
            fetching.destroy();
            skipUnless(fetched, "npm cannot fetch it; " + target().resolve("told.txt") + " says why");
        }
    }

    private void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.err.println("SKIPPED: " + whose + "'s own client against the sandbox, because " + reason + ".");
        }
        assumeTrue(possible, reason);
    }

    private static boolean isThere(String program) throws InterruptedException {
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

    /** What the script tells of the sandbox at the address. */
    JsonNode speak(String url) throws Exception {
        Process node = command(List.of("node", "speak.cjs", url)).start();
        boolean ended = node.waitFor(60, TimeUnit.SECONDS);
        node.destroy();
        String told = Files.readString(target().resolve("told.txt"));
        assertTrue(ended && node.exitValue() == 0, told);
        return Json.read(told).orElseThrow(() -> new AssertionError(told));
    }

    private ProcessBuilder command(List<String> words) {
        return new ProcessBuilder(words)
                .directory(target().toFile())
                .redirectErrorStream(true)
                .redirectOutput(target().resolve("told.txt").toFile());
    }
}
