package io.caravan.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.sample.Entitlement.Key;
import io.caravan.store.Json;
import io.caravan.store.Statements;
import io.caravan.store.view.EventList;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * {@code GET /entitlements}: who may use what. The events of the last day are read from the journal, so that an entitlement is
 * there as soon as the event is committed that granted it; what is older, from the table that a route keeps.
 */
final class Entitlements {
    private static final Duration FROM_THE_JOURNAL = Duration.ofDays(1);
    private static final String SOURCE = "/flow/entitlements";

    private final EventList journal;
    private final DataSource table;
    private final Clock clock;

    Entitlements(DataSource journal, DataSource table, Clock clock) {
        this.journal = new EventList(journal);
        this.table = table;
        this.clock = clock;
    }

    void mount(Router router) {
        Resource.get(router, "/entitlements").handler(new Lookup(asked -> list(Slice.asked(asked))));
    }

    private ObjectNode list(Slice slice) throws SQLException {
        List<Entitlement> kept = kept(slice);
        boolean more = kept.size() > slice.limit();
        List<Entitlement> shown = more ? kept.subList(0, slice.limit()) : kept;
        Optional<Key> last = more ? Optional.of(shown.get(slice.limit() - 1).key()) : Optional.empty();
        Map<Key, Entitlement> found = new TreeMap<>();
        shown.forEach(each -> found.put(each.key(), each));
        recent(slice, last).forEach(each -> found.merge(each.key(), each, Entitlement::or));
        ObjectNode list = Json.mapper().createObjectNode();
        var items = list.putArray("items");
        found.values().stream().filter(Entitlement::granted).forEach(each -> items.addObject()
                .put("user", each.key().holder())
                .put("resource", each.key().resource())
                .put("application", each.application()));
        return list.put("next", last.map(Slice::cursor).orElse(null));
    }

    private static final String KEPT =
            """
            SELECT holder, resource, application, granted, event FROM entitlement
            WHERE (holder > ? OR (holder = ? AND resource > ?)) AND (? = '' OR holder = ?) AND (? = '' OR resource = ?)
            ORDER BY holder, resource LIMIT ?
            """;

    private List<Entitlement> kept(Slice slice) throws SQLException {
        var kept = new ArrayList<Entitlement>();
        try (Connection connection = table.getConnection();
                var statements = new Statements(connection);
                ResultSet rows = statements
                        .set(
                                KEPT,
                                slice.after().holder(),
                                slice.after().holder(),
                                slice.after().resource(),
                                slice.holder(),
                                slice.holder(),
                                slice.resource(),
                                slice.resource(),
                                slice.limit() + 1)
                        .executeQuery()) {
            while (rows.next()) {
                kept.add(new Entitlement(
                        new Key(rows.getString(1), rows.getString(2)),
                        rows.getString(3),
                        rows.getInt(4) == 1,
                        rows.getString(5)));
            }
        }
        return kept;
    }

    private List<Entitlement> recent(Slice slice, Optional<Key> last) throws SQLException {
        Instant since = clock.instant().minus(FROM_THE_JOURNAL);
        var recent = new ArrayList<Entitlement>();
        for (String type : List.of(Entitlement.GRANTED, Entitlement.REVOKED)) {
            journal.since(type, since).stream()
                    .filter(event -> event.identity().source().equals(SOURCE))
                    .map(Entitlement::of)
                    .filter(each -> slice.holds(each.key(), last))
                    .forEach(recent::add);
        }
        return recent;
    }

    /** Which part of the list is asked for. */
    record Slice(Key after, String holder, String resource, int limit) {
        private static final int USUAL = 50;
        private static final int LARGEST = 1_000;
        private static final String BETWEEN = "\n";

        static Slice asked(Lookup.Asked asked) {
            String limit = asked.query("limit").orElse(Integer.toString(USUAL));
            if (!limit.matches("0*[1-9]\\d{0,8}")) {
                throw new Problem(400, "Bad limit", "limit must be a whole number from 1, not '" + limit + "'.");
            }
            return new Slice(
                    asked.query("cursor").map(Slice::key).orElse(new Key("", "")),
                    asked.query("user").orElse(""),
                    asked.query("resource").orElse(""),
                    Math.min(Integer.parseInt(limit), LARGEST));
        }

        static String cursor(Key key) {
            byte[] text = (key.holder() + BETWEEN + key.resource()).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        }

        private static Key key(String cursor) {
            try {
                var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int between = text.indexOf(BETWEEN);
                return new Key(text.substring(0, between), text.substring(between + 1));
            } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
                throw new Problem(400, "Bad cursor", "cursor must be what an earlier page gave as next.");
            }
        }

        boolean holds(Key key, Optional<Key> last) {
            return key.compareTo(after) > 0
                    && last.map(end -> key.compareTo(end) <= 0).orElse(true)
                    && (holder.isEmpty() || holder.equals(key.holder()))
                    && (resource.isEmpty() || resource.equals(key.resource()));
        }
    }
}
