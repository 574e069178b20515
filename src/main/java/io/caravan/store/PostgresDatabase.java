package io.caravan.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of PostgreSQL. Every time-out stands below the lease: a node that is stopped in the middle of a transaction must
 * not hold up the others for longer.
 */
final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int READERS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    /**
     * What every session is given: nothing of Caravan may wait, or be waited for, longer than this; and what is answered is on
     * disk, whatever the server's own setting.
     */
    private static final String LIMITS = "-c synchronous_commit=on -c lock_timeout=2s -c statement_timeout=10s"
            + " -c idle_in_transaction_session_timeout=5s -c jit=off"
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
            + " -c tcp_user_timeout=9000";

    /**
     * The writer's statements all go by an index, and their plans are kept from the first on. A plan made while a table was
     * empty must not become a walk through all of its rows later.
     */
    private static final String BY_INDEX = " -c plan_cache_mode=force_generic_plan"
            + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    /** What is read for people in several statements is of one moment. */
    private static final String ONE_MOMENT =
            " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read";

    private final Address address;
    private final String node;
    private final PGSimpleDataSource writing;
    private final HikariDataSource reading;

    private PostgresDatabase(Address address, String node, PGSimpleDataSource writing) {
        this.address = address;
        this.node = node;
        this.writing = writing;
        this.reading = pool("readers", source(address, node, LIMITS + ONE_MOMENT), READERS);
    }

    static PostgresDatabase open(Address address, String node) {
        PGSimpleDataSource writing = source(address, node, LIMITS + BY_INDEX);
        awaitConnection(writing);
        try {
            Schema.POSTGRES.migrate(source(address, node, "-c lock_timeout=60s"));
        } catch (FlywayException refused) {
            throw new ConfigurationRefused(
                    "The tables in the database of caravan.database.url cannot be made or brought up to date: "
                            + refused.getMessage(),
                    refused);
        }
        return new PostgresDatabase(address, node, writing);
    }

    static DataSource beside(Address address) {
        PGSimpleDataSource source = source(address, "reader", LIMITS + ONE_MOMENT + BY_INDEX);
        awaitConnection(source);
        Schema.POSTGRES.mustBeNewest(source);
        return source;
    }

    private static PGSimpleDataSource source(Address address, String node, String options) {
        var source = new PGSimpleDataSource();
        try {
            source.setURL(address.url());
        } catch (IllegalArgumentException notAnAddress) {
            throw new ConfigurationRefused("caravan.database.url must be an address like"
                    + " jdbc:postgresql://db.example.org:5432/caravan, or empty for the embedded database.");
        }
        if (!address.user().isEmpty()) {
            source.setUser(address.user());
        }
        if (!address.password().isEmpty()) {
            source.setPassword(address.password());
        }
        String own = source.getOptions();
        source.setOptions(own == null ? options : own + " " + options);
        source.setApplicationName("caravan " + node);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(5);
        source.setSocketTimeout(15);
        source.setPrepareThreshold(1);
        source.setStringType("unspecified"); // a text becomes what its column is, such as a UUID
        return source;
    }

    private static HikariDataSource pool(String name, DataSource source, int most) {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(most);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(5_000);
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    /** Databases often start beside Caravan; but what waiting cannot mend is refused at once. */
    private static void awaitConnection(DataSource source) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try (Connection connection = source.getConnection()) {
                LOG.debug("the database answers: {}", connection.getMetaData().getDatabaseProductVersion());
                return;
            } catch (SQLException unreachable) {
                boolean hopeless = isHopeless(unreachable) || System.nanoTime() > deadline;
                if (hopeless) {
                    throw new ConfigurationRefused(
                            "The database of caravan.database.url cannot be used: " + unreachable.getMessage()
                                    + (String.valueOf(unreachable.getMessage()).endsWith(".") ? "" : "."),
                            unreachable);
                }
                LOG.info("waiting for the database: {}", unreachable.getMessage());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** Wrong password, unknown user or database: classes 28 and 3D of the SQL standard. */
    private static boolean isHopeless(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.startsWith("28") || state.startsWith("3D") || state.startsWith("42");
    }

    @Override
    public DataSource writing() {
        return writing;
    }

    @Override
    public DataSource reading() {
        return reading;
    }

    /** The database's own clock, so that nodes whose clocks differ agree on what is due. */
    @Override
    public Clock clock(Clock own) {
        return DatabaseClock.of(reading);
    }

    @Override
    public HikariDataSource separate(String name) {
        String schema = name.toLowerCase(Locale.ROOT);
        PGSimpleDataSource source = source(address, node, LIMITS);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('caravan schemas'))");
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + statement.enquoteIdentifier(schema, true));
        } catch (SQLException refused) {
            throw new ConfigurationRefused(
                    "The schema '" + schema + "' cannot be made in the database of caravan.database.url: "
                            + refused.getMessage(),
                    refused);
        }
        source.setStringType("varchar");
        source.setCurrentSchema(schema);
        return pool(name, source, 4);
    }

    @Override
    public HikariDataSource durable(String name) {
        return separate(name);
    }

    @Override
    public void close() {
        reading.close();
    }
}
