package io.caravan.postgres;

import io.caravan.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which database the tests run on: SQLite, or with {@code -Dcaravan.test.database=postgres} a PostgreSQL that is started once
 * for this JVM. A folder of a test stands for its database in both.
 */
public final class TestDatabase {
    private static final boolean POSTGRES =
            System.getProperty("caravan.test.database", "sqlite").equals("postgres");
    private static final String TEMPLATE = "caravan_template";
    private static final Map<Path, String> NAMES = new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable PostgresServer server;

    private TestDatabase() {}

    public static boolean isPostgres() {
        return POSTGRES;
    }

    /** The server of this JVM. What is written need not survive a power cut, so that tests are fast. */
    public static synchronized PostgresServer server() {
        if (server == null) {
            server = launch();
            var last = server;
            Runtime.getRuntime().addShutdownHook(new Thread(last::remove));
        }
        return server;
    }

    private static PostgresServer launch() {
        try {
            Path folder = Files.createTempDirectory("caravan-postgres-");
            var launched = PostgresServer.in(
                    folder,
                    Map.of("fsync", "off", "max_connections", "300", "shared_buffers", "128MB", "autovacuum", "off"));
            launched.execute("postgres", "CREATE DATABASE " + TEMPLATE);
            Database.postgres(address(launched, TEMPLATE), "template").close();
            return launched;
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    private static Database.Address address(PostgresServer server, String name) {
        return new Database.Address(server.url(name), "", "");
    }

    /** The name of the folder's database, which is made when it is asked for first. */
    public static String name(Path folder) {
        return NAMES.computeIfAbsent(folder, first -> {
            String name = "test_" + COUNT.incrementAndGet();
            server().execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
            return name;
        });
    }

    /** The address of the folder's database; empty = it is the embedded one. */
    public static Optional<String> url(Path folder) {
        return POSTGRES ? Optional.of(server().url(name(folder))) : Optional.empty();
    }

    /** Only to be read, beside whoever has opened it. */
    public static DataSource beside(Path folder) {
        return url(folder)
                .map(url -> Database.beside(new Database.Address(url, "", "")))
                .orElseGet(() -> Database.beside(folder));
    }

    public static Database open(Path folder) {
        return url(folder)
                .map(url -> Database.postgres(new Database.Address(url, "", ""), "test"))
                .orElseGet(() -> Database.embedded(folder));
    }
}
