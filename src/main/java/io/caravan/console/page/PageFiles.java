package io.caravan.console.page;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the page. All but {@code index.html} stand in a folder that is named by a hash of all of them, so that a browser may
 * keep them for ever, and relative imports lead from one to the next.
 */
final class PageFiles {
    private static final String FOLDER = "console";
    private static final String INDEX = "index.html";
    private static final int HASH = 16;

    private final String version;
    private final PageFile index;
    private final Map<String, PageFile> files;

    private PageFiles(SortedMap<String, byte[]> contents) throws IOException {
        this.version = hash(contents);
        String page = new String(contents.remove(INDEX), StandardCharsets.UTF_8)
                .replace("@preloads@", preloads(contents))
                .replace("@version@", version);
        this.index = PageFile.of(INDEX, page.getBytes(StandardCharsets.UTF_8));
        this.files = new TreeMap<>();
        for (var each : contents.entrySet()) {
            files.put(each.getKey(), PageFile.of(each.getKey(), each.getValue()));
        }
    }

    /** Those in our own jar or, in a development tree, on disk. */
    static PageFiles read() throws IOException {
        Path place = home();
        if (Files.isDirectory(place)) {
            return new PageFiles(contents(place.resolve(FOLDER)));
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return new PageFiles(contents(jar.getPath(FOLDER)));
        }
    }

    private static Path home() {
        try {
            return Path.of(PageFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SortedMap<String, byte[]> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static String hash(SortedMap<String, byte[]> contents) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** All modules at once: else the browser would find them one after the other, by their imports. The theme is none. */
    private static String preloads(SortedMap<String, byte[]> contents) {
        return contents.keySet().stream()
                .filter(name -> name.endsWith(".js") && !name.equals("theme.js"))
                .map(name -> "<link rel=\"modulepreload\" href=\"console/@version@/" + name + "\">")
                .collect(Collectors.joining("\n"));
    }

    String version() {
        return version;
    }

    PageFile index() {
        return index;
    }

    /** The file at a path like {@code /console/0123456789abcdef/app.js}; empty if it is another version's. */
    Optional<PageFile> at(String path) {
        String folder = "/" + FOLDER + "/" + version + "/";
        return path.startsWith(folder)
                ? Optional.ofNullable(files.get(path.substring(folder.length())))
                : Optional.empty();
    }

    /** All bytes of it, uncompressed. */
    int size() {
        return index.content().length
                + files.values().stream()
                        .mapToInt(file -> file.content().length)
                        .sum();
    }
}
