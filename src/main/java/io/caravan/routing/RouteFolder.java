package io.caravan.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of {@code caravan.routes}: every YAML file below it but kamelets; what begins with a dot is never read. */
public final class RouteFolder {
    private final Path folder;

    public RouteFolder(Path folder) {
        this.folder = folder;
    }

    /** The route files, in the order of their names; none when the folder is missing. */
    public List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .filter(this::isRouteFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read", unreadable);
        }
    }

    private boolean isRouteFile(Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = file.getFileName().toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return yaml && !name.endsWith(".kamelet.yaml") && !name.equals("kustomization.yaml");
    }
}
