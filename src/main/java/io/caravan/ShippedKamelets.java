package io.caravan;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;

/** The Kamelets inside Caravan's own jar, used by routes whose folder has none of that name. */
final class ShippedKamelets {
    private ShippedKamelets() {}

    /** Their folder, in the jar or, in a development tree, on disk. */
    static Path folder() {
        URL found = ShippedKamelets.class.getResource("/kamelets");
        if (found == null) {
            throw new IllegalStateException("this build of Caravan has no kamelets inside");
        }
        try {
            URI address = found.toURI();
            if ("jar".equals(address.getScheme())) {
                openJar(address);
            }
            return Path.of(address);
        } catch (URISyntaxException | IOException unreadable) {
            throw new IllegalStateException("the kamelets inside Caravan's jar cannot be read", unreadable);
        }
    }

    private static void openJar(URI address) throws IOException {
        try {
            FileSystems.newFileSystem(address, Map.of());
        } catch (FileSystemAlreadyExistsException opened) {
            // by an earlier start in this process
        }
    }
}
