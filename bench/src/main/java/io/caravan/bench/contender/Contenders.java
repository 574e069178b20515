package io.caravan.bench.contender;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.peer.CamelJdbc;
import io.caravan.bench.peer.CamelMemory;
import io.caravan.bench.peer.Dbos;
import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts contenders by name, all with the same JVM and the same flags, each on a database server of its own. */
public final class Contenders {
    public static final String ALL = "caravan-postgresql,caravan-sqlite,dbos,camel-jdbc,camel-memory";

    private static final int CALLERS_OF_PEERS = 16;

    private static final String DBOS_UNFINISHED = "SELECT count(*) FROM dbos.workflow_status WHERE status <> 'SUCCESS'";

    private static final String CAMEL_UNFINISHED =
            """
            SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM aggregation)
                 + (SELECT count(*) FROM aggregation_completed)
            """;

    private final int stub;

    public Contenders(int stub) {
        this.stub = stub;
    }

    /** Flags of every JVM that is measured. */
    public static List<String> flags() {
        return List.of(Parameters.text("bench.flags", "-Xms512m -Xmx2g").split(" "));
    }

    public Contender start(String name) {
        Path folder = Places.fresh(name);
        return switch (name) {
            case "caravan-sqlite" -> CaravanStart.embedded(name, folder, stub);
            case "caravan-postgresql" -> CaravanStart.on(PostgresServer.start(folder), name, folder, stub);
            case "camel-memory" -> memory(name, folder);
            case "dbos" -> peer(name, folder, Dbos.class, DBOS_UNFINISHED);
            case "camel-jdbc" -> peer(name, folder, CamelJdbc.class, CAMEL_UNFINISHED);
            default -> throw new IllegalArgumentException("nobody is called " + name + "; there are " + ALL);
        };
    }

    private Contender peer(String name, Path folder, Class<?> main, String unfinished) {
        PostgresServer database = PostgresServer.start(folder);
        JavaProcess process = launch(folder, main, List.of(database.url(), Integer.toString(stub)));
        var driver = new PeerDriver(
                process, CALLERS_OF_PEERS, () -> database.numbers(unfinished).get(0) == 0);
        return new Contender(name, process, Optional.of(database), driver);
    }

    private Contender memory(String name, Path folder) {
        JavaProcess process = launch(folder, CamelMemory.class, List.of(Integer.toString(stub)));
        return new Contender(name, process, Optional.empty(), new PeerDriver(process, CALLERS_OF_PEERS, () -> true));
    }

    public static JavaProcess launch(Path folder, Class<?> main, List<String> words) {
        var command = new ArrayList<>(flags());
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp"));
        command.addAll(List.of(Places.classPath(), main.getName()));
        command.addAll(words);
        JavaProcess process = JavaProcess.conversing(new JavaProcess.Launch(Places.java(), command, Map.of(), folder));
        if (!process.line().equals("ready")) {
            throw new IllegalStateException("a peer did not start; see " + process.log());
        }
        return process;
    }
}
