package io.caravan.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder as a kubelet mounts a ConfigMap: each file is a link through {@code ..data}, which is a link to a folder with a
 * time in its name. A change is a further such folder; the rename of one link makes it the content.
 */
public final class MountedConfigMap {
    private static final String CONTENT = "..data";

    private final Path folder;
    private int versions;
    private Map<String, String> files = Map.of();

    private MountedConfigMap(Path folder) {
        this.folder = folder;
    }

    /** Mounts the files in the folder, which may hold further folders: mounts below this one. */
    public static MountedConfigMap in(Path folder, Map<String, String> files) {
        var mounted = new MountedConfigMap(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
        mounted.change(files);
        return mounted;
    }

    public Map<String, String> files() {
        return files;
    }

    /** One file with another content. */
    public void change(String name, String content) {
        var changed = new TreeMap<>(files);
        changed.put(name, content);
        change(changed);
    }

    /** All files at once, as after an edit of the ConfigMap. */
    public void change(Map<String, String> next) {
        try {
            Path before = folder.resolve(CONTENT);
            Path old = Files.exists(before) ? before.toRealPath() : null;
            Path fresh = Files.createDirectory(folder.resolve("..2026_11_22_10_00_00." + ++versions));
            for (Map.Entry<String, String> file : next.entrySet()) {
                Files.writeString(fresh.resolve(file.getKey()), file.getValue());
            }
            Path prepared = Files.createSymbolicLink(folder.resolve("..data_tmp"), fresh.getFileName());
            Files.move(prepared, before, StandardCopyOption.ATOMIC_MOVE);
            link(next.keySet());
            if (old != null) {
                remove(old);
            }
            files = Map.copyOf(next);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void link(Set<String> names) throws IOException {
        for (String name : names) {
            if (!files.containsKey(name)) {
                Files.createSymbolicLink(folder.resolve(name), Path.of(CONTENT, name));
            }
        }
        for (String name : files.keySet()) {
            if (!names.contains(name)) {
                Files.delete(folder.resolve(name));
            }
        }
    }

    private static void remove(Path old) throws IOException {
        try (Stream<Path> files = Files.list(old)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(old);
    }
}
