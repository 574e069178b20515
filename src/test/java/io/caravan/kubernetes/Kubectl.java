package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real {@code kubectl kustomize} of this machine, if it has one that is not older than the words of {@code k8s/}. */
final class Kubectl {
    private Kubectl() {}

    /** Why it cannot be asked; empty = it can. */
    static Optional<String> missing() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        if (!there) {
            return Optional.of("there is no kubectl on this machine");
        }
        JsonNode version =
                Yaml.objects(run("version", "--client", "-o", "yaml")).get(0);
        return version.has("kustomizeVersion")
                ? Optional.empty()
                : Optional.of("this machine's kubectl is too old: "
                        + version.at("/clientVersion/gitVersion").asText());
    }

    static List<ObjectNode> render(Path folder) {
        return Yaml.objects(run("kustomize", folder.toString()));
    }

    private static String run(String... words) {
        try {
            Path said = Files.createTempFile("kubectl-", ".yaml");
            Path complained = Files.createTempFile("kubectl-", ".txt");
            try {
                Process process = new ProcessBuilder(Stream.concat(Stream.of("kubectl"), Stream.of(words))
                                .toList())
                        .redirectOutput(said.toFile())
                        .redirectError(complained.toFile())
                        .start();
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", words) + ": " + Files.readString(complained));
                }
                return Files.readString(said);
            } finally {
                Files.delete(said);
                Files.delete(complained);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
