package io.caravan.store.view;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The list of flows, newest first; each filter that narrows it has a statement with an index of its own. */
public final class FlowList {
    /** One line of the list. */
    public record Line(
            String id, String name, Optional<String> version, String status, Optional<String> key, Times times) {}

    /** When the flow was accepted, when it ended, and for which event it runs. */
    public record Times(Instant startedAt, Optional<Instant> endedAt, String event) {}

    /** What the list is narrowed to. */
    public record Filter(Optional<String> status, Optional<String> name, Text text, Reason reason, Span span) {
        /** All flows. */
        public static final Filter NONE = new Filter(
                Optional.empty(),
                Optional.empty(),
                new Text(Optional.empty(), Optional.empty()),
                new Reason(Optional.empty(), Optional.empty()),
                new Span(Optional.empty(), Optional.empty()));
    }

    /** The business key; and q, which is an exact or prefix match on it and on what else a flow is known by. */
    public record Text(Optional<String> key, Optional<String> q) {}

    /** The type of the event that it began for, and the group of a dead letter that it has. */
    public record Reason(Optional<String> event, Optional<String> error) {}

    /** When it started: from then on, and before then. */
    public record Span(Optional<Instant> from, Optional<Instant> to) {}

    private final DataSource reading;

    public FlowList(DataSource reading) {
        this.reading = reading;
    }

    public Page<Line> list(Filter filter, Page.Request request) throws SQLException {
        var query = new FlowQuery(filter, request.cursor());
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            var lines = new ArrayList<Line>();
            try (ResultSet result = query.in(statements, request.limit() + 1).executeQuery()) {
                while (result.next()) {
                    lines.add(line(result));
                }
            }
            return Page.of(lines, request, Line::id);
        }
    }

    private static final Sql BY_IDS = new Sql(
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC
            """,
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id = ANY (?::uuid[]) ORDER BY id DESC
            """);

    /** Those of the flows that there are. */
    public List<Line> find(List<String> ids) throws SQLException {
        var lines = new ArrayList<Line>();
        if (ids.isEmpty()) {
            return lines;
        }
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements.set(BY_IDS, ids).executeQuery()) {
            while (result.next()) {
                lines.add(line(result));
            }
        }
        return lines;
    }

    private static Line line(ResultSet result) throws SQLException {
        long ended = result.getLong("ended_at");
        Optional<Instant> endedAt = result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        return new Line(
                result.getString("id"),
                result.getString("definition"),
                Optional.ofNullable(result.getString("version")),
                result.getString("status"),
                Optional.ofNullable(result.getString("key")),
                new Times(Instant.ofEpochMilli(result.getLong("started_at")), endedAt, result.getString("event_id")));
    }
}
