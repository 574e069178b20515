package io.caravan.store.view;

import io.caravan.store.Ids;
import io.caravan.store.Statements;
import io.caravan.store.view.FlowList.Filter;
import io.caravan.store.view.FlowList.Reason;
import io.caravan.store.view.FlowList.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The statement of a list of flows: each filter that narrows it has one with an index of its own. All walk from the newest flow
 * down by id, and ids begin with the time, so that a span of time is a span of ids.
 */
final class FlowQuery {
    /** By so much the time within an id may be off from the flow's start: it is made before, by its node's own clock. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Filter filter;
    private final String before;
    private final String from;
    private final List<Object> times;

    FlowQuery(Filter filter, Optional<String> cursor) {
        this.filter = filter;
        Span span = filter.span();
        String end = span.to().map(to -> Ids.lowestAt(to.plus(SLACK))).orElse(Ids.HIGHEST);
        this.before = cursor.filter(each -> each.compareTo(end) < 0).orElse(end);
        this.from = span.from().map(since -> Ids.lowestAt(since.minus(SLACK))).orElse(Ids.LOWEST);
        this.times = List.of(
                span.from().map(Instant::toEpochMilli).orElse(0L),
                span.to().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
    }

    private static final String COLUMNS =
            """
            SELECT f.id, f.definition, f.version, f.status, f.key, f.started_at, f.ended_at, f.event_id
            """;

    /** From a flow down to another, and begun within a time: the parameters of {@link #span()}. */
    private static final String SPAN =
            """
            WHERE f.id < ? AND f.id >= ? AND f.started_at >= ? AND f.started_at < ?
            """;

    /** What is not asked for is null: the parameters of {@link #rest()}. */
    private static final String REST =
            """
              AND (CAST(? AS text) IS NULL OR f.definition = ?) AND (CAST(? AS text) IS NULL OR f.status = ?)
              AND (CAST(? AS text) IS NULL OR EXISTS (SELECT 1 FROM event e WHERE e.id = f.event_id AND e.type = ?))
              AND (CAST(? AS text) IS NULL OR EXISTS (SELECT 1 FROM dead d WHERE d.flow_id = f.id AND d.fingerprint = ?))
            """;

    private static final String FLOWS = COLUMNS + "FROM flow f\n" + SPAN;

    private static final String NEWEST_FIRST = """
            ORDER BY f.id DESC LIMIT ?
            """;

    private static final String BY_TIME = FLOWS + NEWEST_FIRST;

    private static final String BY_STATUS =
            FLOWS + REST + "AND f.status = ? AND f.status <> 'completed'\n" + NEWEST_FIRST;

    /** Most flows are completed: they are found without an index of their own. */
    private static final String COMPLETED = FLOWS + "AND f.status = 'completed'\n" + NEWEST_FIRST;

    private static final String BY_DEFINITION = FLOWS + REST + "AND f.definition = ?\n" + NEWEST_FIRST;

    private static final String BY_KEY = FLOWS + REST + "AND f.key = ?\n" + NEWEST_FIRST;

    /** From the newest event of the type down; the cursor's flow tells with which event to go on. */
    private static final String BY_EVENT = COLUMNS
            + """
            FROM event e CROSS JOIN flow f
            WHERE e.type = ? AND e.id >= ? AND e.id <= COALESCE((SELECT event_id FROM flow WHERE id = ?), ?)
              AND f.event_id = e.id
              AND (e.id, f.id) < (COALESCE((SELECT event_id FROM flow WHERE id = ?), ?), ?)
              AND f.started_at >= ? AND f.started_at < ?
            """
            + REST
            + """
            ORDER BY e.id DESC, f.id DESC LIMIT ?
            """;

    /** A flow with several dead letters of the group is listed once. */
    private static final String BY_ERROR = COLUMNS
            + """
            FROM dead l CROSS JOIN flow f
            WHERE l.fingerprint = ? AND l.flow_id < ? AND l.flow_id >= ?
              AND NOT EXISTS (SELECT 1 FROM dead o WHERE o.flow_id = l.flow_id AND o.fingerprint = l.fingerprint
                                AND (o.action, o.item) < (l.action, l.item))
              AND f.id = l.flow_id AND f.started_at >= ? AND f.started_at < ?
            """
            + REST
            + """
            ORDER BY l.flow_id DESC LIMIT ?
            """;

    /** What events are known by lies in indexes that begin with their source, or with their type; of both there are few, which are
     * found one after the other. */
    private static final String BY_SEARCH =
            """
            WITH RECURSIVE
              source(name) AS (SELECT min(source) FROM event UNION ALL
                SELECT (SELECT min(e.source) FROM event e WHERE e.source > s.name) FROM source s WHERE s.name IS NOT NULL),
              kind(name) AS (SELECT min(type) FROM event UNION ALL
                SELECT (SELECT min(e.type) FROM event e WHERE e.type > k.name) FROM kind k WHERE k.name IS NOT NULL),
              found(id) AS (
                SELECT id FROM flow WHERE id BETWEEN ? AND ?
                UNION SELECT id FROM flow WHERE key >= ? AND key < ?
                UNION SELECT r.id FROM source s CROSS JOIN event e CROSS JOIN flow r
                      WHERE e.source = s.name AND e.external_id >= ? AND e.external_id < ? AND r.event_id = e.id
                UNION SELECT r.id FROM kind k CROSS JOIN event e CROSS JOIN flow r
                      WHERE e.type = k.name AND coalesce(e.correlation, e.subject) IS NOT NULL
                        AND coalesce(e.correlation, e.subject) >= ? AND coalesce(e.correlation, e.subject) < ? AND r.event_id = e.id
                UNION SELECT r.id FROM event e CROSS JOIN flow r
                      WHERE e.correlation IS NOT NULL AND e.subject >= ? AND e.subject < ? AND r.event_id = e.id)
            """
                    + COLUMNS
                    + """
            FROM found CROSS JOIN flow f
            WHERE f.id = found.id AND f.id < ? AND f.id >= ? AND f.started_at >= ? AND f.started_at < ?
            """
                    + REST
                    + """
              AND (CAST(? AS text) IS NULL OR f.key = ?)
            ORDER BY f.id DESC LIMIT ?
            """;

    private static final int FEW = 5_000;

    private static final String FLOWS_OF =
            """
            SELECT count(*) FROM (SELECT 1 FROM flow WHERE definition = ? LIMIT ?) AS few
            """;

    private static final String EVENTS_OF =
            """
            SELECT count(*) FROM (SELECT 1 FROM event WHERE type = ? LIMIT ?) AS few
            """;

    /** Whether so few are of this name that looking at each of them is quick. */
    private static boolean areFew(Statements statements, String sql, Optional<String> name) throws SQLException {
        if (name.isEmpty()) {
            return false;
        }
        try (ResultSet result = statements.set(sql, name, FEW).executeQuery()) {
            result.next();
            return result.getInt(1) < FEW;
        }
    }

    /** The statement with its parameters, for so many flows: it walks where the fewest flows are that do not match. */
    PreparedStatement in(Statements statements, int limit) throws SQLException {
        Optional<String> status = filter.status();
        Reason reason = filter.reason();
        if (filter.text().q().isPresent()) {
            return search(statements, filter.text().q().get(), limit);
        }
        if (filter.text().key().isPresent()) {
            return set(statements, BY_KEY, span(), rest(), filter.text().key(), limit);
        }
        if (areFew(statements, FLOWS_OF, filter.name())) {
            return set(statements, BY_DEFINITION, span(), rest(), filter.name(), limit);
        }
        if (reason.error().isPresent()) {
            return set(statements, BY_ERROR, reason.error(), before, from, times, rest(), limit);
        }
        boolean open = status.isPresent() && !status.get().equals("completed");
        if (reason.event().isPresent() && (!open || areFew(statements, EVENTS_OF, reason.event()))) {
            return event(statements, limit);
        }
        if (open) {
            return set(statements, BY_STATUS, span(), rest(), status, limit);
        }
        if (filter.name().isPresent()) {
            return set(statements, BY_DEFINITION, span(), rest(), filter.name(), limit);
        }
        return set(statements, status.isPresent() ? COMPLETED : BY_TIME, span(), limit);
    }

    private PreparedStatement event(Statements statements, int limit) throws SQLException {
        Object type = filter.reason().event();
        return set(statements, BY_EVENT, type, from, Collections.nCopies(5, before), times, rest(), limit);
    }

    private PreparedStatement search(Statements statements, String beginning, int limit) throws SQLException {
        return set(
                statements,
                BY_SEARCH,
                Ids.bound(beginning, true).orElse(Ids.HIGHEST),
                Ids.bound(beginning, false).orElse(Ids.LOWEST),
                Collections.nCopies(4, List.of(beginning, beginning + Character.MAX_VALUE)),
                span(),
                rest(),
                twice(filter.text().key()),
                limit);
    }

    private List<Object> span() {
        return List.of(before, from, times);
    }

    private List<Object> rest() {
        return List.of(
                twice(filter.name()),
                twice(filter.status()),
                twice(filter.reason().event()),
                twice(filter.reason().error()));
    }

    private static List<Object> twice(Object value) {
        return List.of(value, value);
    }

    private static PreparedStatement set(Statements statements, String sql, Object... nested) throws SQLException {
        var flat = new ArrayList<Object>();
        flatten(List.of(nested), flat);
        return statements.set(sql, flat.toArray());
    }

    private static void flatten(List<?> nested, List<Object> flat) {
        for (Object each : nested) {
            if (each instanceof List<?> list) {
                flatten(list, flat);
            } else {
                flat.add(each);
            }
        }
    }
}
