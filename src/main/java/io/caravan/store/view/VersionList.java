package io.caravan.store.view;

import io.caravan.flow.Definition;
import io.caravan.store.Statements;
import io.caravan.store.journal.DefinitionTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The versions of a definition that flows are pinned to which have not ended. */
public final class VersionList {
    /** One version: its graph as it was, how many of its flows run, and how many have failed and can be mended. */
    public record Version(Definition definition, long running, long failed) {}

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
                var statements = new Statements(connection);
                ResultSet rows = statements.set(IN_USE, definition).executeQuery()) {
            var versions = new ArrayList<Version>();
            while (rows.next()) {
                versions.add(new Version(
                        definitions.read(statements, definition, rows.getString(1)), rows.getLong(2), rows.getLong(3)));
            }
            return versions;
        }
    }
}
