package io.caravan.bench.postgres;

import io.caravan.bench.process.FreePort;
import io.caravan.bench.process.Usage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of one's own in a fresh folder, set up as for production: what it has committed survives a power cut. */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "postgres";

    private static final Map<String, String> SETTINGS = settings();

    private final EmbeddedPostgres running;
    private final Connection connection;
    private final int port;
    private final long postmaster;

    private PostgresServer(EmbeddedPostgres running, int port, long postmaster) throws SQLException {
        this.running = running;
        this.port = port;
        this.postmaster = postmaster;
        this.connection = DriverManager.getConnection(url(), USER, "");
    }

    private static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("wal_level", "replica");
        settings.put("shared_buffers", "1GB");
        settings.put("max_wal_size", "8GB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("max_connections", "200");
        return settings;
    }

    /** Starts one with its data below the folder. */
    public static PostgresServer start(Path folder) {
        Path data = folder.resolve("postgres");
        int port = FreePort.find();
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
        SETTINGS.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres running = builder.start();
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            return new PostgresServer(running, port, Long.parseLong(pid.strip()));
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Milliseconds of processor time of all its processes. */
    public long cpu() {
        return Usage.cpuOfFamily(postmaster);
    }

    private static final String WORK =
            """
            SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                   pg_current_wal_insert_lsn() - '0/0'::pg_lsn,
                   (SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal')
            """;

    /** What has been written since the server was made. */
    public Work work() {
        List<Long> numbers = numbers(WORK);
        return new Work(numbers.get(0), numbers.get(1), numbers.get(2));
    }

    private static final String TRAITS =
            """
            SELECT 'PostgreSQL ' || current_setting('server_version') || ' with '
                || (SELECT string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name) FROM pg_settings
                    WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'shared_buffers'))
            """;

    /** Its version, and what it says of the settings that matter. */
    public String traits() {
        return one(TRAITS);
    }

    /** The numbers in the first row. */
    public List<Long> numbers(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            var numbers = new ArrayList<Long>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                numbers.add(result.getLong(column));
            }
            return numbers;
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    private String one(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
            running.close();
        } catch (IOException | SQLException notStopped) {
            throw new IllegalStateException(notStopped);
        }
    }
}
