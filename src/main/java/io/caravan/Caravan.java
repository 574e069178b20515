package io.caravan;

import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import java.nio.file.Path;
import java.util.List;

/** Starts Caravan, verifies what it has stored, backs it up, or makes a token: {@code java -jar caravan.jar [run|verify|backup FOLDER|token]}. */
public final class Caravan {
    /** Exit code of a configuration that cannot be used (EX_CONFIG). */
    private static final int CONFIGURATION = 78;

    private static final int USAGE = 64;

    private Caravan() {}

    public static void main(String[] words) throws Exception {
        String word = words.length == 0 ? "run" : words[0];
        if (word.equals("token")) {
            System.exit(NewToken.make(words, System.out, System.err) ? 0 : USAGE);
        }
        if (!List.of("run", "verify", "backup").contains(word)) {
            System.err.println("caravan: unknown word '" + word + "'; say run, verify, backup, token, or nothing.");
            System.exit(USAGE);
        }
        if (word.equals("backup") && words.length != 2) {
            System.err.println("caravan: backup needs the folder that it is to fill, e.g. backup /backups/monday.");
            System.exit(USAGE);
        }
        // several threads begin to log while Logback starts; that nothing of it is lost needs no warning
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties());
            if (word.equals("verify")) {
                System.exit(Verify.run(settings, System.out));
            }
            if (word.equals("backup")) {
                System.exit(BackUp.run(settings, Path.of(words[1]), System.out));
            }
            start(settings);
        } catch (ConfigurationRefused refused) {
            System.err.println("caravan: " + refused.getMessage());
            System.exit(CONFIGURATION);
        }
    }

    private static void start(Settings settings) {
        if (settings.database().isEmpty()) {
            new Thread(() -> Database.prepareEmbedded(settings.path("caravan.data")), "caravan-prepare").start();
        }
        Runner.start(settings);
    }
}
