package io.caravan.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The routes that come with Caravan, for a Caravan of a test. */
final class ShippedRoutes {
    private ShippedRoutes() {}

    /** Copies one of {@code routes/intake}, changed here and there, into the folder that {@code RunningCaravan} reads. */
    static void intake(Path folder, String name, String... replacements) {
        try {
            String text = Files.readString(Path.of("routes", "intake", name + ".camel.yaml"));
            for (int i = 0; i < replacements.length; i += 2) {
                if (!text.contains(replacements[i])) {
                    throw new IllegalArgumentException("the route does not hold " + replacements[i]);
                }
                text = text.replace(replacements[i], replacements[i + 1]);
            }
            Path into = Files.createDirectories(folder.resolve("routes").resolve("intake"));
            Files.writeString(into.resolve(name + ".camel.yaml"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
