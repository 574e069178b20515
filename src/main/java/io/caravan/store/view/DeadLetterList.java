package io.caravan.store.view;

import io.caravan.store.Ids;
import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Dead letters, those of the newest flows first, and the incidents that they amount to. */
public final class DeadLetterList {
    /** An action that gave up and waits for a person. */
    public record Letter(Address address, String definition, String group, Error error) {}

    /** Which action of which flow, and which item of it: 0 = it has none, 1 = the first. */
    public record Address(String flow, String action, int item) {
        private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})/([a-z0-9-]+)/(-?\\d{1,9})");
        static final Address LAST = new Address(Ids.HIGHEST, "~", Integer.MAX_VALUE);

        @Override
        public String toString() {
            return flow + "/" + action + "/" + item;
        }

        /** The place that a cursor stands for. */
        static Optional<Address> of(String cursor) {
            Matcher parts = FORM.matcher(cursor);
            return parts.matches() && Ids.isId(parts.group(1))
                    ? Optional.of(new Address(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3))))
                    : Optional.empty();
        }
    }

    /** Its last failure. */
    public record Error(String type, String message, String outcome, int attempts, Instant at) {}

    /** Letters that died of the same cause. */
    public record Group(String group, String definition, String action, Letters letters) {}

    /** How many they are, when the first and the last of them died, and what the last one said. */
    public record Letters(long count, Instant first, Instant last, String message) {}

    private static final int MOST_GROUPS = 1_000;

    private final DataSource reading;

    public DeadLetterList(DataSource reading) {
        this.reading = reading;
    }

    private static final String LIST =
            """
            SELECT flow_id, action, item, definition, fingerprint, type, message, outcome, attempts, at FROM dead
            WHERE (flow_id, action, item) < (?, ?, ?) ORDER BY flow_id DESC, action DESC, item DESC LIMIT ?
            """;

    private static final String OF_GROUP =
            """
            SELECT flow_id, action, item, definition, fingerprint, type, message, outcome, attempts, at FROM dead
            WHERE fingerprint = ? AND (flow_id, action, item) < (?, ?, ?)
            ORDER BY flow_id DESC, action DESC, item DESC LIMIT ?
            """;

    /** Whether the text is a cursor of this list. */
    public static boolean isCursor(String text) {
        return Address.of(text).isPresent();
    }

    public Page<Letter> list(Optional<String> group, Page.Request request) throws SQLException {
        Address before = request.cursor().flatMap(Address::of).orElse(Address.LAST);
        int limit = request.limit() + 1;
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = (group.isPresent()
                                ? statements.set(OF_GROUP, group, before.flow(), before.action(), before.item(), limit)
                                : statements.set(LIST, before.flow(), before.action(), before.item(), limit))
                        .executeQuery()) {
            var letters = new ArrayList<Letter>();
            while (result.next()) {
                letters.add(letter(result));
            }
            return Page.of(letters, request, letter -> letter.address().toString());
        }
    }

    private static final String FIND =
            """
            SELECT flow_id, action, item, definition, fingerprint, type, message, outcome, attempts, at FROM dead
            WHERE flow_id = ? AND action = ? AND item = ?
            """;

    /** The letter with this address, if it is one still. */
    public Optional<Letter> find(Address address) throws SQLException {
        if (!Ids.isId(address.flow())) {
            return Optional.empty();
        }
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements
                        .set(FIND, address.flow(), address.action(), address.item())
                        .executeQuery()) {
            return result.next() ? Optional.of(letter(result)) : Optional.empty();
        }
    }

    private static Letter letter(ResultSet result) throws SQLException {
        return new Letter(
                new Address(result.getString("flow_id"), result.getString("action"), result.getInt("item")),
                result.getString("definition"),
                result.getString("fingerprint"),
                new Error(
                        result.getString("type"),
                        result.getString("message"),
                        result.getString("outcome"),
                        result.getInt("attempts"),
                        Instant.ofEpochMilli(result.getLong("at"))));
    }

    /** Which letters are meant; what is empty is not asked for. */
    public record Selection(
            Optional<String> group, Optional<String> definition, Optional<String> action, Optional<String> type) {}

    private static final String SELECT =
            """
            SELECT flow_id, action, item FROM dead
            WHERE (CAST(? AS text) IS NULL OR fingerprint = ?) AND (CAST(? AS text) IS NULL OR definition = ?)
              AND (CAST(? AS text) IS NULL OR action = ?) AND (CAST(? AS text) IS NULL OR type = ?)
            ORDER BY flow_id, action, item LIMIT ?
            """;

    /** The letters that are meant, those of the oldest flows first. */
    public List<Address> select(Selection meant, int most) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements
                        .set(
                                SELECT,
                                meant.group(),
                                meant.group(),
                                meant.definition(),
                                meant.definition(),
                                meant.action(),
                                meant.action(),
                                meant.type(),
                                meant.type(),
                                most)
                        .executeQuery()) {
            var found = new ArrayList<Address>();
            while (result.next()) {
                found.add(new Address(result.getString(1), result.getString(2), result.getInt(3)));
            }
            return found;
        }
    }

    private static final String GROUPS =
            """
            SELECT fingerprint, definition, action, count(*), min(at), max(at), max(message) FROM dead
            GROUP BY fingerprint, definition, action ORDER BY max(at) DESC, fingerprint LIMIT ?
            """;

    /** The incidents, the latest first; more than a thousand of them nobody reads. */
    public List<Group> groups() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements.set(GROUPS, MOST_GROUPS).executeQuery()) {
            var groups = new ArrayList<Group>();
            while (result.next()) {
                groups.add(new Group(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        new Letters(
                                result.getLong(4),
                                Instant.ofEpochMilli(result.getLong(5)),
                                Instant.ofEpochMilli(result.getLong(6)),
                                result.getString(7))));
            }
            return groups;
        }
    }
}
