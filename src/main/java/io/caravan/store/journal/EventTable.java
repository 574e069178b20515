package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code event}; its unique key (source, external id) is the gate by which an event is accepted once. */
public final class EventTable {
    private static final Sql ADMIT = new Sql(
            """
            INSERT INTO event (id, source, external_id, type, subject, time, correlation, hops, accepted_at, data,
                               traceparent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, external_id) DO NOTHING
            """,
            """
            INSERT INTO event (id, source, external_id, type, subject, time, correlation, hops, accepted_at, data,
                               traceparent)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::int[],
                                 ?::bigint[], ?::text[], ?::text[])
            ON CONFLICT (source, external_id) DO NOTHING
            RETURNING id
            """);

    /** Inserts the events that are new, in the given order; the answer holds their ids. */
    static Set<String> admit(Statements statements, List<Event> events, Instant now) throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, TEXT, TEXT, BIGINT, TEXT, INTEGER, BIGINT, TEXT, TEXT);
        for (Event event : events) {
            rows.add(
                    event.id(),
                    event.identity().source(),
                    event.identity().externalId(),
                    event.type(),
                    event.attributes().subject(),
                    event.attributes().time().toEpochMilli(),
                    event.attributes().correlation(),
                    event.hops(),
                    now.toEpochMilli(),
                    event.data(),
                    event.attributes().trace().map(Trace::traceparent));
        }
        return statements.insertNew(ADMIT, rows);
    }

    private static final String FIND =
            """
            SELECT id FROM event WHERE source = ? AND external_id = ?
            """;

    /** Caravan's id of the event that was accepted first. */
    public static Optional<String> find(Statements statements, Event.Identity identity) throws SQLException {
        try (ResultSet result =
                statements.set(FIND, identity.source(), identity.externalId()).executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private static final String READ =
            """
            SELECT id, source, external_id, type, subject, time, correlation, hops, data, traceparent FROM event WHERE id = ?
            """;

    public static Optional<Event> read(Statements statements, String id) throws SQLException {
        try (ResultSet result = statements.set(READ, id).executeQuery()) {
            return result.next() ? Optional.of(row(result)) : Optional.empty();
        }
    }

    private static final Sql READ_ALL = new Sql(
            """
            SELECT id, source, external_id, type, subject, time, correlation, hops, data, traceparent FROM event
            WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT id, source, external_id, type, subject, time, correlation, hops, data, traceparent FROM event
            WHERE id = ANY (?::uuid[])
            """);

    public static Map<String, Event> read(Statements statements, Collection<String> ids) throws SQLException {
        var events = new HashMap<String, Event>();
        try (ResultSet result = statements.set(READ_ALL, ids).executeQuery()) {
            while (result.next()) {
                Event event = row(result);
                events.put(event.id(), event);
            }
        }
        return events;
    }

    private static Event row(ResultSet result) throws SQLException {
        return new Event(
                new Event.Identity(result.getString("id"), result.getString("source"), result.getString("external_id")),
                new Event.Attributes(
                        result.getString("type"),
                        Optional.ofNullable(result.getString("subject")),
                        Instant.ofEpochMilli(result.getLong("time")),
                        Optional.ofNullable(result.getString("correlation")),
                        Optional.ofNullable(result.getString("traceparent")).flatMap(Trace::read)),
                result.getString("data"),
                result.getInt("hops"));
    }

    private static final String PARK =
            """
            INSERT INTO parked (event_id, definition, reason, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (event_id, definition) DO NOTHING
            """;

    static void park(Statements statements, String event, Incoming.Parking parking, Instant now) throws SQLException {
        statements.update(PARK, event, parking.definition(), parking.reason(), now.toEpochMilli());
    }

    private EventTable() {}
}
