package io.caravan.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded database: {@code caravan.db} in the data folder. The writer's connection alone writes; reads have a small
 * pool of their own. A lock file keeps a second process out.
 */
final class EmbeddedDatabase implements Database {
    private static final int READERS = 4;
    static final String FILE = "caravan.db";

    private final Path folder;
    private final FileChannel lockFile;
    private final SQLiteDataSource writing;
    private final HikariDataSource reading;

    private EmbeddedDatabase(Path folder, FileChannel lockFile, SQLiteDataSource writing, HikariDataSource reading) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.writing = writing;
        this.reading = reading;
    }

    /** Loads what opening will need, driver and migrations: to be called beside other work at the start. */
    static void prepare(Path folder) {
        NativeDriver.load();
        if (!Files.exists(folder.resolve(FILE))) {
            Schema.prepare();
        }
    }

    /** Opens (and if need be creates or migrates) the database in the folder. */
    static EmbeddedDatabase open(Path folder) {
        NativeDriver.load();
        FileChannel lock = lock(folder);
        String url = "jdbc:sqlite:" + folder.resolve(FILE);
        SQLiteDataSource writing = source(url, false);
        migrate(folder, writing);
        var pool = new HikariConfig();
        pool.setPoolName("readers");
        pool.setDataSource(source(url, true));
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        pool.setConnectionInitSql("PRAGMA query_only = 1");
        return new EmbeddedDatabase(folder, lock, writing, new HikariDataSource(pool));
    }

    private static void migrate(Path folder, DataSource database) {
        try {
            Schema.SQLITE.migrate(database);
        } catch (FlywayException unusable) {
            Throwable reason = unusable.getCause() instanceof SQLException sql ? sql : unusable;
            throw new ConfigurationRefused(
                    "The file " + FILE + " in the folder of caravan.data, " + folder.toAbsolutePath()
                            + ", cannot be used as a database: " + reason.getMessage()
                            + ". Put a back-up in its place, or set caravan.data to another folder.",
                    unusable);
        }
    }

    static DataSource beside(Path folder) {
        NativeDriver.load();
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationRefused(
                    "The folder of caravan.data, " + folder.toAbsolutePath() + ", holds no " + FILE + ".");
        }
        DataSource source = reading(file);
        Schema.SQLITE.mustBeNewest(source);
        return source;
    }

    /** Reads any file of SQLite beside the process that has it open. */
    static DataSource reading(Path file) {
        SQLiteDataSource source = source("jdbc:sqlite:" + file, true);
        source.setReadOnly(true);
        return source;
    }

    @Override
    public DataSource writing() {
        return writing;
    }

    @Override
    public DataSource reading() {
        return reading;
    }

    /** There is one process only, and its clock is the database's. */
    @Override
    public Clock clock(Clock own) {
        return own;
    }

    private static SQLiteDataSource source(String url, boolean forReading) {
        var config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-64_000);
        if (forReading) {
            config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
            config.setCacheSize(-4_000);
        } else {
            config.setJournalMode(
                    SQLiteConfig.JournalMode.WAL); // a reader may meet a file that has no log yet: a back-up
        }
        var source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    /** A file of its own beside the database: pooled, and durable against a killed process. */
    @Override
    public HikariDataSource separate(String name) {
        return beside(name, "NORMAL");
    }

    @Override
    public HikariDataSource durable(String name) {
        return beside(name, "FULL");
    }

    private HikariDataSource beside(String name, String synchronous) {
        Path file = folder.resolve(name + ".db");
        var source = source("jdbc:sqlite:" + file, false);
        source.setSynchronous(synchronous);
        source.setGetGeneratedKeys(false);
        var pool = new HikariConfig();
        pool.setPoolName(String.valueOf(file.getFileName()));
        pool.setDataSource(source);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        return new HikariDataSource(pool);
    }

    private static FileChannel lock(Path folder) {
        create(folder);
        try {
            FileChannel channel = FileChannel.open(
                    folder.resolve("caravan.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new ConfigurationRefused("Another Caravan is running in " + folder.toAbsolutePath()
                        + "; stop it, or set caravan.data to another folder.");
            }
            return channel;
        } catch (IOException unusable) {
            throw unusable(folder, unusable);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException unusable) {
            throw unusable(folder, unusable);
        }
    }

    private static ConfigurationRefused unusable(Path folder, IOException reason) {
        return new ConfigurationRefused("The folder of caravan.data, " + folder.toAbsolutePath() + ", cannot be used: "
                + reason.getMessage() + ".");
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        reading.close();
        try {
            lockFile.close();
        } catch (IOException ignored) {
            // the lock goes with the process at the latest
        }
    }
}
