package io.caravan.store.view;

import io.caravan.flow.Event;
import io.caravan.store.Ids;
import io.caravan.store.Statements;
import io.caravan.store.journal.EventTable;
import io.caravan.store.journal.FlowTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Events for people: one of them, or the newest, also only those that no flow wanted or that were parked. */
public final class EventList {
    /** An event with its flows and the reasons why definitions began none. */
    public record Entry(Event event, List<Begun> flows, List<Parked> parked) {}

    /** A flow that began for the event; held = it had begun before and holds the event's {@code once} key. */
    public record Begun(String id, String name, boolean held) {}

    /** Why a definition began no flow. */
    public record Parked(String definition, String reason) {}

    /** What the list is narrowed to. */
    public record Filter(Optional<String> type, boolean unrouted, boolean parked) {}

    private final DataSource reading;

    public EventList(DataSource reading) {
        this.reading = reading;
    }

    public Optional<Entry> find(String id) throws SQLException {
        if (!Ids.isId(id)) {
            return Optional.empty();
        }
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            Optional<Event> event = EventTable.read(statements, id);
            return event.isEmpty() ? Optional.empty() : Optional.of(entry(statements, event.get()));
        }
    }

    /** The event of this source and external id that was accepted first. */
    public Optional<Event> first(Event.Identity identity) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            Optional<String> id = EventTable.find(statements, identity);
            return id.isEmpty() ? Optional.empty() : EventTable.read(statements, id.get());
        }
    }

    private static final String LIST =
            """
            SELECT id FROM event WHERE id < ? AND (CAST(? AS text) IS NULL OR type = ?)
              AND (? = 0 OR NOT EXISTS (SELECT 1 FROM flow WHERE flow.event_id = event.id)
                     AND NOT EXISTS (SELECT 1 FROM held WHERE held.event_id = event.id)
                     AND NOT EXISTS (SELECT 1 FROM parked WHERE parked.event_id = event.id))
              AND (? = 0 OR EXISTS (SELECT 1 FROM parked WHERE parked.event_id = event.id))
            ORDER BY id DESC LIMIT ?
            """;

    public Page<Entry> list(Filter filter, Page.Request request) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false); // one moment: what is listed may just be deleted
            var ids = new ArrayList<String>();
            try (ResultSet result = statements
                    .set(
                            LIST,
                            request.cursor().orElse(Ids.HIGHEST),
                            filter.type(),
                            filter.type(),
                            filter.unrouted(),
                            filter.parked(),
                            request.limit() + 1)
                    .executeQuery()) {
                while (result.next()) {
                    ids.add(result.getString(1));
                }
            }
            var entries = new ArrayList<Entry>();
            for (String id : ids) {
                entries.add(entry(statements, EventTable.read(statements, id).orElseThrow()));
            }
            return Page.of(entries, request, entry -> entry.event().id());
        }
    }

    private static final String SINCE = """
            SELECT id FROM event WHERE type = ? AND id >= ?
            """;

    /** The events of a type that were accepted since. */
    public Collection<Event> since(String type, Instant time) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            var ids = new ArrayList<String>();
            try (ResultSet result =
                    statements.set(SINCE, type, Ids.lowestAt(time)).executeQuery()) {
                while (result.next()) {
                    ids.add(result.getString(1));
                }
            }
            return EventTable.read(statements, ids).values();
        }
    }

    private static Entry entry(Statements statements, Event event) throws SQLException {
        List<Begun> flows = FlowTable.ofEvent(statements, event.id()).stream()
                .map(flow -> new Begun(flow.id(), flow.name(), flow.held()))
                .toList();
        return new Entry(event, flows, parked(statements, event.id()));
    }

    private static final String PARKED =
            """
            SELECT definition, reason FROM parked WHERE event_id = ? ORDER BY definition
            """;

    private static List<Parked> parked(Statements statements, String event) throws SQLException {
        var parked = new ArrayList<Parked>();
        try (ResultSet result = statements.set(PARKED, event).executeQuery()) {
            while (result.next()) {
                parked.add(new Parked(result.getString(1), result.getString(2)));
            }
        }
        return parked;
    }
}
