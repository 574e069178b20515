package io.caravan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a word reads and writes.
 *
 * @param watched whether a person looks at {@code err}, so that progress may be shown there
 */
public record Terminal(
        InputStream in, PrintWriter out, PrintWriter err, boolean watched, Map<String, String> environment) {
    private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

    /** That of this process. */
    public static Terminal own() {
        return new Terminal(
                System.in,
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                isWatched(),
                System.getenv());
    }

    /** Linux tells what the error stream is; elsewhere Java tells whether there is a person at all. */
    private static boolean isWatched() {
        try {
            if (Files.isSymbolicLink(ERROR_STREAM)) {
                String device = Files.readSymbolicLink(ERROR_STREAM).toString();
                return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
            }
        } catch (IOException unknown) {
            return false;
        }
        return System.console() != null;
    }
}
