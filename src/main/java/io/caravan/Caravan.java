package io.caravan;

import io.caravan.cli.Exit;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import java.nio.file.Path;
import java.util.List;

/** Starts Caravan, or does what the words say: {@code java -jar caravan.jar [run|validate DIR|...]}. */
public final class Caravan {
    private Caravan() {}

    public static void main(String[] words) {
        // several threads begin to log while Logback starts; that nothing of it is lost needs no warning
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        if (words.length > 0 && !List.of(words).equals(List.of("run"))) {
            System.exit(CommandLine.execute(words));
        }
        try {
            start(settings());
        } catch (ConfigurationRefused refused) {
            System.err.println("caravan: " + refused.getMessage());
            System.exit(Exit.CONFIGURATION);
        }
    }

    static Settings settings() {
        return Settings.load(System.getenv(), System.getProperties());
    }

    static void start(Settings settings) {
        if (settings.database().isEmpty()) {
            Path data = settings.path("caravan.data");
            new Thread(() -> Database.prepareEmbedded(data), "caravan-prepare").start();
        }
        Runner.start(settings);
    }
}
