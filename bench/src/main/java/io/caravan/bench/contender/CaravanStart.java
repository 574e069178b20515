package io.caravan.bench.contender;

import io.caravan.bench.Places;
import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.process.FreePort;
import io.caravan.bench.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** Starts Caravan as users do: the jar, its shipped defaults, the environment. */
public final class CaravanStart {
    private static final long LONGEST = 60_000_000_000L;

    private CaravanStart() {}

    static Contender embedded(String name, Path folder, int stub) {
        return start(name, folder, stub, environment(Optional.empty()), Optional.empty());
    }

    /** Starts it on a database, which may have been used by an earlier one. */
    public static Contender on(PostgresServer database, String name, Path folder, int stub) {
        var environment = environment(Optional.of(database));
        return start(name, folder, stub, environment, Optional.of(database));
    }

    /** The same without a stub, and with more in its environment. */
    public static Contender on(PostgresServer database, String name, Path folder, Map<String, String> more) {
        var environment = environment(Optional.of(database));
        environment.putAll(more);
        return start(name, folder, 1, environment, Optional.of(database));
    }

    private static Contender start(
            String name, Path folder, int stub, Map<String, String> environment, Optional<PostgresServer> database) {
        int port = FreePort.find();
        var words = new ArrayList<>(Contenders.flags());
        words.addAll(List.of("-Dcamel.server.port=" + port, "-Dcaravan.bench.stub=" + stub, "-jar"));
        words.add(Places.caravan().toString());
        JavaProcess process = JavaProcess.logging(new JavaProcess.Launch(Places.java(), words, environment, folder));
        var driver = new CaravanDriver(port);
        awaitAnswer(driver, process);
        return new Contender(name, process, database, driver);
    }

    private static Map<String, String> environment(Optional<PostgresServer> database) {
        var environment = new HashMap<String, String>();
        environment.put("CARAVAN_ROUTES", Places.routes().toString());
        environment.put("CARAVAN_SANDBOX", "off");
        environment.put("CARAVAN_SLACK_TOKEN", "unused");
        environment.put("CARAVAN_HUBSPOT_TOKEN", "unused");
        database.ifPresent(server -> {
            environment.put("CARAVAN_DATABASE_URL", server.url());
            environment.put("CARAVAN_DATABASE_USER", PostgresServer.USER);
        });
        return environment;
    }

    private static void awaitAnswer(CaravanDriver driver, JavaProcess process) {
        long deadline = System.nanoTime() + LONGEST;
        while (!answers(driver)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Caravan did not start; see " + process.log());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static boolean answers(CaravanDriver driver) {
        try {
            return driver.get("/definitions/diamond").statusCode() == 200;
        } catch (CompletionException notYet) {
            return false;
        }
    }
}
