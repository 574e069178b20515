package io.caravan.postgres;

import io.caravan.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One server with its data in a folder; it may be stopped, killed and started again on the same port. */
public final class PostgresServer implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> settings;
    private final int port = FreePort.next();
    private EmbeddedPostgres running;

    private PostgresServer(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        this.running = launch(true);
    }

    /** A server in the folder; the settings are those of postgresql.conf. */
    public static PostgresServer in(Path folder, Map<String, String> settings) {
        return new PostgresServer(folder, settings);
    }

    private EmbeddedPostgres launch(boolean fresh) {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
        settings.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database));
    }

    /** Runs a statement in a database. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new AssertionError(sql, refused);
        }
    }

    /** The first column of each row. */
    public List<String> query(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows;
        } catch (SQLException refused) {
            throw new AssertionError(sql, refused);
        }
    }

    /** Stops it as {@code pg_ctl stop -m fast} does: connections are cut. */
    public void stop() {
        try {
            running.close();
        } catch (IOException notStopped) {
            throw new UncheckedIOException(notStopped);
        }
    }

    /** {@code kill -9} of the postmaster; its children end by themselves. */
    public void kill() {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> children = postmaster.children().toList();
        postmaster.destroyForcibly();
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !postmaster.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        stop(); // lets go of the folder, which only one server at a time may have
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException stopped) {
            throw new UncheckedIOException(stopped);
        }
    }

    /** Starts it again after {@link #stop} or {@link #kill}. */
    public void start() {
        running = launch(false);
    }

    /** Stops it and deletes its data. */
    public void remove() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
