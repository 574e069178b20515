package io.caravan;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of {@code caravan.lib}: on the class path of routes, so that they may use any Camel component. */
final class Libraries {
    private Libraries() {}

    static ClassLoader open(Path folder) {
        ClassLoader ours = Libraries.class.getClassLoader();
        if (!Files.isDirectory(folder)) {
            return ours;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<URL> jars = entries.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Libraries::url)
                    .toList();
            return jars.isEmpty() ? ours : new URLClassLoader("caravan.lib", jars.toArray(URL[]::new), ours);
        } catch (IOException unreadable) {
            throw new io.caravan.store.ConfigurationRefused(
                    "The folder of caravan.lib, " + folder + ", cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a file without an address: " + jar, impossible);
        }
    }
}
