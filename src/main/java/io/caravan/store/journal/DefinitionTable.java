package io.caravan.store.journal;

import io.caravan.flow.Definition;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The table {@code definition}: every version that a flow was pinned to. Rows never change, so all are remembered. */
public final class DefinitionTable {
    private final Map<String, Definition> known = new ConcurrentHashMap<>();

    private static final String INSERT =
            """
            INSERT INTO definition (name, version, graph, at) VALUES (?, ?, ?, ?) ON CONFLICT (name, version) DO NOTHING
            """;

    void keep(Statements statements, Definition definition, Instant now) throws SQLException {
        if (!known.containsKey(definition.toString())) {
            statements.update(
                    INSERT, definition.name(), definition.version(), GraphCodec.write(definition), now.toEpochMilli());
        }
    }

    /** To be called after the commit: from now on the definition need not be written. */
    void kept(Definition definition) {
        known.put(definition.toString(), definition);
    }

    private static final String READ =
            """
            SELECT graph FROM definition WHERE name = ? AND version = ?
            """;

    public Definition read(Statements statements, String name, String version) throws SQLException {
        Definition remembered = known.get(name + "@" + version);
        if (remembered != null) {
            return remembered;
        }
        try (ResultSet result = statements.set(READ, name, version).executeQuery()) {
            if (!result.next()) {
                throw new IllegalStateException("version " + version + " of " + name + " is not in the database");
            }
            Definition read = GraphCodec.read(name, result.getString(1));
            if (!read.version().equals(version)) {
                throw new IllegalStateException("version " + version + " of " + name + " reads as " + read.version());
            }
            known.put(read.toString(), read);
            return read;
        }
    }
}
