package io.caravan.routing;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.TreeMap;

/**
 * The folder of {@code caravan.routes}: every YAML file below it, kamelets included, tests not. What begins with a dot is never looked
 * into; a link that leads through it is followed, as a mounted ConfigMap has it.
 */
public final class RouteFolder {
    /** What the names of files end with that are no routes, but tests of them. */
    public static final String TEST = ".test.yaml";

    private static final int DEEPEST = 32;

    private final Path folder;

    public RouteFolder(Path folder) {
        this.folder = folder;
    }

    /** Reads the files; none when the folder is missing. Throws when one went away under the reading. */
    public Snapshot read() throws IOException {
        var files = new TreeMap<Path, byte[]>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !directory.equals(folder) && isHidden(directory)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (isHidden(file) || !isYaml(file)) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (attributes.isSymbolicLink()) {
                        throw new NoSuchFileException(file.toString(), null, "the link leads nowhere");
                    }
                    if (attributes.isRegularFile()) {
                        files.put(file, Files.readAllBytes(file));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                    if (isHidden(file)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failed;
                }
            });
        }
        return new Snapshot(files);
    }

    boolean exists() {
        return Files.isDirectory(folder);
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && !name.equals("kustomization.yaml")
                && !name.endsWith(TEST);
    }
}
