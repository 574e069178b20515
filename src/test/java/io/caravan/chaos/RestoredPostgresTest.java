package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Child;
import io.caravan.crash.Verify;
import io.caravan.postgres.PostgresServer;
import io.caravan.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base back-up of PostgreSQL, made while two nodes work, becomes a server of its own, and a node goes on from it. */
@Tag("chaos")
final class RestoredPostgresTest {
    /** PostgreSQL takes no other folder. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @TempDir
    private Path folder;

    @Test
    void a_base_back_up_of_running_flows_is_sound_and_they_go_on_from_it() throws Exception {
        Path copy = folder.resolve("copy");
        int before;
        try (var cluster = new Cluster(folder)) {
            cluster.startAll(2, "caravan.attempts=8");
            cluster.node("n1").fault("{\"method\": \"chat.postMessage\", \"delayMs\": 500}");
            Load load = Load.on(cluster, 25);
            load.run(Duration.ofSeconds(4));
            before = (int) cluster.number("SELECT count(*) FROM event WHERE type = 'schedule.requested'");
            backUp(cluster.postgres(), folder.resolve("postgres"), copy);
            load.run(Duration.ofSeconds(2));
            cluster.nodes().forEach(Child::kill);
        }
        try (PostgresServer restored = PostgresServer.in(copy, Map.of())) {
            var address = new Database.Address(restored.url("caravan"), "", "");
            assertEquals(List.of(), Verify.complaints(Database.beside(address)));
            int flows = number(restored, "SELECT count(*) FROM flow");
            assertTrue(flows >= before, flows + " of at least " + before + " flows");
            assertTrue(number(restored, "SELECT count(*) FROM flow WHERE status = 'running'") > 0, "all had ended");
            try (Child node = Child.start(
                            folder.resolve("n3"),
                            "caravan.sandbox=on",
                            "caravan.database.user=caravan",
                            "caravan.database.url=jdbc:postgresql://127.0.0.1:" + restored.port() + "/caravan")
                    .standing()) {
                node.awaitCompleted(flows);
                assertEquals(flows, node.list("/flows").size());
                System.out.printf("chaos: restored %d flows, %d were there at the back-up%n", flows, before);
            }
            assertEquals(List.of(), Verify.complaints(Database.beside(address)));
        }
    }

    private static int number(PostgresServer server, String sql) {
        return Integer.parseInt(server.query("caravan", sql).get(0));
    }

    /** What pg_basebackup does, which is not among the binaries of the tests. */
    private static void backUp(PostgresServer server, Path from, Path to) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('caravan', true)");
            Files.createDirectory(to, OWNER_ONLY);
            copy(from, to);
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(to.resolve("backup_label"), stopped.getString(1));
            }
        }
        copy(from.resolve("pg_wal"), to.resolve("pg_wal"));
        Files.deleteIfExists(to.resolve("postmaster.pid"));
        Files.deleteIfExists(to.resolve("postmaster.opts"));
    }

    /** The files of a server may come and go while they are copied; the log makes up for it. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.exists(file)) {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
