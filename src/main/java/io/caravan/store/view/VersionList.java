package io.caravan.store.view;

import io.caravan.flow.Definition;
import io.caravan.store.Statements;
import io.caravan.store.journal.DefinitionTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The versions of a definition: those that ever had a flow, and those that flows are pinned to which have not ended. */
public final class VersionList {
    private static final int MOST = 50;

    /**
     * One version: its graph as it was, since when there are flows of it, how many of them run, and how many have failed and can
     * be mended.
     */
    public record Version(Definition definition, Optional<Instant> since, long running, long failed) {
        /** Whether flows that have not ended are pinned to it. */
        public boolean isInUse() {
            return running + failed > 0;
        }
    }

    private final DataSource reading;
    private final DefinitionTable definitions = new DefinitionTable();

    public VersionList(DataSource reading) {
        this.reading = reading;
    }

    private static final String IN_USE =
            """
            SELECT version, SUM(CASE status WHEN 'running' THEN 1 ELSE 0 END), SUM(CASE status WHEN 'failed' THEN 1 ELSE 0 END)
            FROM flow WHERE definition = ? AND status IN ('running', 'failed') AND ended_at IS NULL AND version IS NOT NULL
            GROUP BY version ORDER BY MAX(started_at) DESC
            """;

    /** Those with the newest flows first. */
    public List<Version> of(String definition) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return inUse(statements, definition);
        }
    }

    private List<Version> inUse(Statements statements, String definition) throws SQLException {
        var versions = new ArrayList<Version>();
        try (ResultSet rows = statements.set(IN_USE, definition).executeQuery()) {
            while (rows.next()) {
                versions.add(new Version(
                        definitions.read(statements, definition, rows.getString(1)),
                        Optional.empty(),
                        rows.getLong(2),
                        rows.getLong(3)));
            }
        }
        return versions;
    }

    private static final String ALL =
            """
            SELECT version, at FROM definition WHERE name = ? ORDER BY at DESC, version LIMIT ?
            """;

    /** Every version that ever had a flow, the newest fifty of them first; also older ones that are in use. */
    public List<Version> all(String definition) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            var inUse = new LinkedHashMap<String, Version>();
            inUse(statements, definition)
                    .forEach(each -> inUse.put(each.definition().version(), each));
            var all = new ArrayList<Version>();
            try (ResultSet rows = statements.set(ALL, definition, MOST).executeQuery()) {
                while (rows.next()) {
                    Definition version = definitions.read(statements, definition, rows.getString(1));
                    Optional<Instant> since = Optional.of(Instant.ofEpochMilli(rows.getLong(2)));
                    Optional<Version> used = Optional.ofNullable(inUse.remove(version.version()));
                    all.add(new Version(
                            version,
                            since,
                            used.map(Version::running).orElse(0L),
                            used.map(Version::failed).orElse(0L)));
                }
            }
            all.addAll(inUse.values());
            return all;
        }
    }

    private static final String IS_KNOWN =
            """
            SELECT 1 FROM definition WHERE name = ? AND version = ?
            """;

    /** The graph of a version that ever had a flow. */
    public Optional<Definition> find(String definition, String version) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet row = statements.set(IS_KNOWN, definition, version).executeQuery()) {
            return row.next() ? Optional.of(definitions.read(statements, definition, version)) : Optional.empty();
        }
    }
}
