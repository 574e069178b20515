package io.caravan.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the files of the routes' folder hold at one moment. */
public final class Snapshot {
    static final Snapshot EMPTY = new Snapshot(new TreeMap<>());

    private static final int HASH_BYTES = 6;

    private final SortedMap<Path, byte[]> files;

    Snapshot(SortedMap<Path, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The route files, in the order of their names. */
    public List<Path> routeFiles() {
        return files.keySet().stream().filter(file -> !Kamelet.isKamelet(file)).toList();
    }

    List<Path> kameletFiles() {
        return files.keySet().stream().filter(Kamelet::isKamelet).toList();
    }

    /** All of them. */
    List<Path> all() {
        return List.copyOf(files.keySet());
    }

    byte[] bytes(Path file) {
        return files.get(file);
    }

    String text(Path file) {
        return new String(files.get(file), StandardCharsets.UTF_8);
    }

    /** The files that are not the same in the two, gone ones included. */
    List<Path> differing(Snapshot other) {
        var all = new TreeMap<>(files);
        all.putAll(other.files);
        return all.keySet().stream()
                .filter(file -> !Arrays.equals(files.get(file), other.files.get(file)))
                .toList();
    }

    /** Whether a file that had content has none. */
    boolean isEmptiedFrom(Snapshot before) {
        return files.entrySet().stream()
                .anyMatch(file -> file.getValue().length == 0
                        && before.files.getOrDefault(file.getKey(), new byte[0]).length > 0);
    }

    /** Names this content: the same on every node that holds it. */
    String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((file, content) -> {
                sha.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                sha.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(content.length)
                        .array());
                sha.update(content);
            });
            return HexFormat.of().formatHex(sha.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot snapshot && differing(snapshot).isEmpty();
    }

    @Override
    public int hashCode() {
        return files.keySet().hashCode();
    }
}
