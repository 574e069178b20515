package io.caravan.store.journal;

import io.caravan.flow.Event;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code event}; its unique key (source, external id) is the gate by which an event is accepted once. */
public final class EventTable {
    private static final String ADMIT =
            """
            INSERT INTO event (id, source, external_id, type, subject, time, correlation, hops, accepted_at, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, external_id) DO NOTHING
            """;

    /** Inserts the events that are new; the answer holds 1 for each of them and 0 for each that was there. */
    static int[] admit(Statements statements, List<Event> events, Instant now) throws SQLException {
        PreparedStatement insert = null;
        for (Event event : events) {
            insert = statements.set(
                    ADMIT,
                    event.id(),
                    event.identity().source(),
                    event.identity().externalId(),
                    event.type(),
                    event.attributes().subject(),
                    event.attributes().time().toEpochMilli(),
                    event.attributes().correlation(),
                    event.hops(),
                    now.toEpochMilli(),
                    event.data());
            insert.addBatch();
        }
        return insert == null ? new int[0] : insert.executeBatch();
    }

    private static final String FIND =
            """
            SELECT id FROM event WHERE source = ? AND external_id = ?
            """;

    /** Caravan's id of the event that was accepted first. */
    static Optional<String> find(Statements statements, Event.Identity identity) throws SQLException {
        try (ResultSet result =
                statements.set(FIND, identity.source(), identity.externalId()).executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private static final String READ =
            """
            SELECT id, source, external_id, type, subject, time, correlation, hops, data FROM event WHERE id = ?
            """;

    public static Optional<Event> read(Statements statements, String id) throws SQLException {
        try (ResultSet result = statements.set(READ, id).executeQuery()) {
            return result.next() ? Optional.of(row(result)) : Optional.empty();
        }
    }

    private static Event row(ResultSet result) throws SQLException {
        return new Event(
                new Event.Identity(result.getString("id"), result.getString("source"), result.getString("external_id")),
                new Event.Attributes(
                        result.getString("type"),
                        Optional.ofNullable(result.getString("subject")),
                        Instant.ofEpochMilli(result.getLong("time")),
                        Optional.ofNullable(result.getString("correlation"))),
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
