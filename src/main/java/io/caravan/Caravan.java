package io.caravan;

import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts Caravan: {@code java -jar caravan.jar [run]}. */
public final class Caravan {
    /** Exit code of a configuration that cannot be used (EX_CONFIG). */
    private static final int CONFIGURATION = 78;

    private static final int USAGE = 64;

    private Caravan() {}

    public static void main(String[] words) throws Exception {
        String word = words.length == 0 ? "run" : words[0];
        if (!List.of("run").contains(word)) {
            System.err.println("caravan: unknown word '" + word + "'; say run, or nothing.");
            System.exit(USAGE);
        }
        LoggerFactory
                .getILoggerFactory(); // before there are threads: what they log meanwhile would be told with a warning
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties());
            new Thread(() -> Database.prepare(settings.path("caravan.data")), "caravan-prepare").start();
            Runner.start(settings);
        } catch (ConfigurationRefused refused) {
            System.err.println("caravan: " + refused.getMessage());
            System.exit(CONFIGURATION);
        }
    }
}
