package io.caravan.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where things lie, seen from the harness's own jar in bench/target. */
public final class Places {
    private Places() {}

    /** bench/target. */
    public static Path target() {
        try {
            return Path.of(Places.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath()
                    .getParent();
        } catch (URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** That of the harness, for processes in other folders. */
    public static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    public static Path routes() {
        return target().resolveSibling("routes");
    }

    /** Caravan as it is shipped: its jar beside its libraries. */
    public static Path caravan() {
        Path shipped = target().getParent().resolveSibling("target").resolve("caravan.jar");
        Path jar = Path.of(Parameters.text("bench.caravan.jar", shipped.toString()));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("build Caravan first: there is no " + jar);
        }
        return jar.toAbsolutePath();
    }

    /** The JVM that everybody is measured on. */
    public static String java() {
        return Path.of(Parameters.text("bench.java.home", System.getProperty("java.home")), "bin", "java")
                .toString();
    }

    /** A new, empty folder for one process. */
    public static Path fresh(String name) {
        Path folder = target().resolve("run").resolve(name);
        try {
            remove(folder);
            return Files.createDirectories(folder);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
