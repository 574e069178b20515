package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.flow.Event;
import io.caravan.store.Dialect;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code waiting}: which action of which flow waits for which event; a blank action = the event cancels the flow. */
final class WaitingTable {
    /** A wait that begins. */
    record Wait(String flow, String action, String type, String key, String cause) {}

    private static final Sql INSERT = new Sql(
            """
            INSERT INTO waiting (flow_id, action, type, key, cause) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO waiting (flow_id, action, type, key, cause)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[]) ON CONFLICT DO NOTHING
            """);

    /** A wait that goes on keeps its row, and with it the event that may just be coming. */
    static void insert(Statements statements, List<Wait> waits) throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, TEXT, ID);
        waits.forEach(wait -> rows.add(wait.flow(), wait.action(), wait.type(), wait.key(), wait.cause()));
        statements.write(INSERT, rows);
    }

    private static final String DELETE =
            """
            DELETE FROM waiting WHERE flow_id = ? AND action = ?
            """;

    static void delete(Statements statements, Collection<OutboxKey> waiters) throws SQLException {
        var rows = new Rows(ID, TEXT);
        waiters.forEach(waiter -> rows.add(waiter.flow(), waiter.action()));
        statements.apply(DELETE, rows);
    }

    private static final Sql KEEP = new Sql(
            """
            DELETE FROM waiting WHERE flow_id = ? AND action = '' AND type NOT IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM waiting WHERE flow_id = ? AND action = '' AND type <> ALL (?::text[])
            """);

    /** Only events of these types cancel the flow from now on; rows that stay keep the event that may just be coming. */
    static void keep(Statements statements, String flow, Set<String> types) throws SQLException {
        statements.set(KEEP, flow, types).executeUpdate();
    }

    /** One statement, so that nobody is marked whom it does not name, nor named whom another event has marked. */
    private static final String COME =
            """
            UPDATE waiting SET event_id = ? WHERE type = ? AND key = ? AND event_id IS NULL AND cause <> ?
            RETURNING flow_id, action
            """;

    /** For PostgreSQL only; because of the offset it asks for each by the index, however small the table looks. */
    private static final String AWAITED =
            """
            SELECT s.place FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS s (type, key, place)
            WHERE EXISTS (SELECT 1 FROM waiting w WHERE w.type = s.type AND w.key = s.key OFFSET 0)
            """;

    private static final Comparator<Event> BY_TYPE_AND_KEY = Comparator.comparing(Event::type)
            .thenComparing(event -> event.attributes().key().orElseThrow());

    /** Tells all who wait for one of these events, in one order with other nodes; the answer is who they are. */
    static List<OutboxKey> come(Statements statements, List<Event> events) throws SQLException {
        var waiters = new ArrayList<OutboxKey>();
        List<Event> awaited = new ArrayList<>(awaited(statements, events));
        awaited.sort(BY_TYPE_AND_KEY);
        for (Event event : awaited) {
            String key = event.attributes().key().orElseThrow();
            try (ResultSet result = statements
                    .set(COME, event.id(), event.type(), key, event.id())
                    .executeQuery()) {
                while (result.next()) {
                    waiters.add(OutboxKey.of(result.getString(1), result.getString(2)));
                }
            }
        }
        Collections.sort(waiters);
        return waiters;
    }

    /** Of the events those that somebody waits for: asked for all of them at once where a question is costly. */
    private static List<Event> awaited(Statements statements, List<Event> events) throws SQLException {
        if (statements.dialect() == Dialect.SQLITE || events.isEmpty()) {
            return events;
        }
        var awaited = new ArrayList<Event>();
        List<String> types = events.stream().map(Event::type).toList();
        List<String> keys = events.stream()
                .map(event -> event.attributes().key().orElseThrow())
                .toList();
        try (ResultSet result = statements.set(AWAITED, types, keys).executeQuery()) {
            while (result.next()) {
                awaited.add(events.get(result.getInt(1) - 1));
            }
        }
        return awaited;
    }

    private static final String LOCK =
            """
            SELECT 1 FROM waiting WHERE flow_id = ANY (?::uuid[]) ORDER BY flow_id, action, type FOR UPDATE
            """;

    /** Keeps events from coming for these flows until the transaction ends; SQLite has one writer and needs none of this. */
    static void lock(Statements statements, Collection<String> flows) throws SQLException {
        if (statements.dialect() == Dialect.POSTGRES && !flows.isEmpty()) {
            statements.set(LOCK, flows).executeQuery().close();
        }
    }

    private static final Sql CAME = new Sql(
            """
            SELECT action, event_id FROM waiting WHERE flow_id = ?
            """,
            """
            SELECT action, event_id FROM waiting WHERE flow_id = ? ORDER BY action, type FOR UPDATE
            """);

    /**
     * Which events have come for a flow, by action; to be read behind the flow's lock. An event that is just coming waits until
     * it is decided whether it is still awaited.
     */
    static Map<String, String> came(Statements statements, String flow) throws SQLException {
        var events = new HashMap<String, String>();
        try (ResultSet result = statements.set(CAME, flow).executeQuery()) {
            while (result.next()) {
                String event = result.getString(2);
                if (event != null) {
                    events.put(result.getString(1), event);
                }
            }
        }
        return events;
    }

    private static final String EARLY =
            """
            SELECT e.id FROM flow f JOIN event e ON e.id <> f.event_id AND e.accepted_at >= f.started_at - ?
            WHERE f.id = ? AND e.type = ? AND coalesce(e.correlation, e.subject) = ? ORDER BY e.id DESC LIMIT 1
            """;

    /** The latest event of this type and key within the look-back before the flow's start, other than the flow's own. */
    static Optional<String> early(Statements statements, String type, String key, Duration lookBack, String flow)
            throws SQLException {
        try (ResultSet result =
                statements.set(EARLY, lookBack.toMillis(), flow, type, key).executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private WaitingTable() {}
}
