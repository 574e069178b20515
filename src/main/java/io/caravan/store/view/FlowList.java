package io.caravan.store.view;

import io.caravan.store.Ids;
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

    /** What the list is narrowed to; q is an exact or prefix match. */
    public record Filter(Optional<String> status, Optional<String> name, Optional<String> key, Optional<String> q) {}

    private final DataSource reading;

    public FlowList(DataSource reading) {
        this.reading = reading;
    }

    private static final String BY_TIME =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND (CAST(? AS text) IS NULL OR definition = ?) ORDER BY id DESC LIMIT ?
            """;

    private static final String BY_STATUS =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND (CAST(? AS text) IS NULL OR definition = ?) AND status = ? AND status <> 'completed'
            ORDER BY id DESC LIMIT ?
            """;

    /** Most flows are completed: they are found without an index of their own. */
    private static final String COMPLETED =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND (CAST(? AS text) IS NULL OR definition = ?) AND status = 'completed' ORDER BY id DESC LIMIT ?
            """;

    private static final String BY_DEFINITION =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND definition = ? ORDER BY id DESC LIMIT ?
            """;

    private static final String BY_KEY =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND (CAST(? AS text) IS NULL OR definition = ?) AND (CAST(? AS text) IS NULL OR status = ?) AND key = ?
            ORDER BY id DESC LIMIT ?
            """;

    private static final String BY_SEARCH =
            """
            SELECT id, definition, version, status, key, started_at, ended_at, event_id FROM flow
            WHERE id < ? AND (CAST(? AS text) IS NULL OR definition = ?) AND (CAST(? AS text) IS NULL OR status = ?)
              AND id IN (SELECT id FROM flow WHERE id BETWEEN ? AND ?
                         UNION SELECT id FROM flow WHERE key >= ? AND key < ?
                         UNION SELECT f.id FROM event e JOIN flow f ON f.event_id = e.id
                               WHERE e.external_id >= ? AND e.external_id < ?
                         UNION SELECT f.id FROM event e JOIN flow f ON f.event_id = e.id
                               WHERE e.subject >= ? AND e.subject < ?
                         UNION SELECT f.id FROM event e JOIN flow f ON f.event_id = e.id
                               WHERE e.correlation >= ? AND e.correlation < ?)
            ORDER BY id DESC LIMIT ?
            """;

    public Page<Line> list(Filter filter, Page.Request request) throws SQLException {
        String before = request.cursor().orElse(Ids.HIGHEST);
        int limit = request.limit() + 1;
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            var lines = new ArrayList<Line>();
            try (ResultSet result = query(statements, filter, before, limit)) {
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

    private static ResultSet query(Statements statements, Filter filter, String before, int limit) throws SQLException {
        Optional<String> name = filter.name();
        Optional<String> status = filter.status();
        if (filter.q().isPresent()) {
            String from = filter.q().get();
            String to = from + Character.MAX_VALUE;
            return statements
                    .set(
                            BY_SEARCH,
                            before,
                            name,
                            name,
                            status,
                            status,
                            Ids.bound(from, true).orElse(Ids.HIGHEST),
                            Ids.bound(from, false).orElse(Ids.LOWEST),
                            from,
                            to,
                            from,
                            to,
                            from,
                            to,
                            from,
                            to,
                            limit)
                    .executeQuery();
        }
        if (filter.key().isPresent()) {
            return statements
                    .set(BY_KEY, before, name, name, status, status, filter.key(), limit)
                    .executeQuery();
        }
        if (status.equals(Optional.of("completed"))) {
            return statements.set(COMPLETED, before, name, name, limit).executeQuery();
        }
        if (status.isPresent()) {
            return statements.set(BY_STATUS, before, name, name, status, limit).executeQuery();
        }
        return name.isPresent()
                ? statements.set(BY_DEFINITION, before, name, limit).executeQuery()
                : statements.set(BY_TIME, before, name, name, limit).executeQuery();
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
