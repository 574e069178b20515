package io.caravan.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;

/** Where everything is kept: a file beside the process, or a PostgreSQL that many nodes share. */
public sealed interface Database extends AutoCloseable permits EmbeddedDatabase, PostgresDatabase {
    /** Where a PostgreSQL is found, and as whom. */
    record Address(String url, String user, String password) {
        @Override
        public String toString() {
            return "a PostgreSQL";
        }
    }

    /** Opens (and if need be creates or migrates) the embedded database in the folder, for this process only. */
    static Database embedded(Path folder) {
        return EmbeddedDatabase.open(folder);
    }

    /** Loads what opening the embedded database will need: to be called beside other work at the start. */
    static void prepareEmbedded(Path folder) {
        EmbeddedDatabase.prepare(folder);
    }

    /** Opens (and if need be migrates) a database of PostgreSQL, beside other nodes that do the same. */
    static Database postgres(Address address, String node) {
        return PostgresDatabase.open(address, node);
    }

    /** Reads the embedded database of the folder beside the process that has it open: nothing is locked, made or migrated. */
    static DataSource beside(Path folder) {
        return EmbeddedDatabase.beside(folder);
    }

    /** Reads a database of PostgreSQL; nothing is made or migrated. */
    static DataSource beside(Address address) {
        return PostgresDatabase.beside(address);
    }

    /** Where the writer gets its connection: every commit is on disk before it returns. */
    DataSource writing();

    DataSource reading();

    /** The clock by which due times are written and read. */
    Clock clock(Clock own);

    /** A place of its own for what is not Caravan's own: a file beside the embedded database, or a schema of this name. */
    HikariDataSource separate(String name);

    /** The same, for what must survive a loss of power as Caravan's own tables do. */
    HikariDataSource durable(String name);

    @Override
    void close();
}
