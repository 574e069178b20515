package io.caravan.store.view;

import io.caravan.flow.Item;
import io.caravan.store.Statements;
import io.caravan.store.journal.FactTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** How the attempts of a definition's newest flows went: a window of so many flows costs the same however many there are. */
public final class ActionTimes {
    /** So many flows are looked at. */
    public static final int MOST_FLOWS = 300;

    private final DataSource reading;

    /** What became of an action's attempts, and how long each took. */
    public static final class Attempts {
        private final List<Duration> taken = new ArrayList<>();
        private int attempts;
        private int succeeded;
        private int dead;

        public int attempts() {
            return attempts;
        }

        public int succeeded() {
            return succeeded;
        }

        public int dead() {
            return dead;
        }

        /** The time within which this share of the attempts has ended; empty = there was none. */
        public Optional<Duration> within(double share) {
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            Collections.sort(taken);
            return Optional.of(taken.get(Math.max(0, (int) Math.ceil(share * taken.size()) - 1)));
        }

        private void add(FactLine line) {
            attempts++;
            succeeded += line.type().equals("succeeded") ? 1 : 0;
            dead += line.type().equals("died") ? 1 : 0;
            taken.add(Duration.ofMillis(line.details().path("tookMs").asLong()));
        }
    }

    /** How many flows were looked at, since when, and what became of their attempts by the names of the actions. */
    public record Found(int flows, Optional<Instant> since, SortedMap<String, Attempts> actions) {}

    public ActionTimes(DataSource reading) {
        this.reading = reading;
    }

    private static final String NEWEST =
            """
            SELECT id, started_at FROM flow WHERE definition = ? ORDER BY id DESC LIMIT ?
            """;

    public Found of(String definition) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            var ids = new ArrayList<String>();
            Optional<Instant> since = Optional.empty();
            try (ResultSet rows = statements.set(NEWEST, definition, MOST_FLOWS).executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                    since = Optional.of(Instant.ofEpochMilli(rows.getLong(2)));
                }
            }
            var actions = new TreeMap<String, Attempts>();
            for (String id : ids) {
                FactTable.read(statements, id).stream()
                        .flatMap(row -> FactLine.of(row).stream())
                        .filter(ActionTimes::endsAttempt)
                        .forEach(line -> actions.computeIfAbsent(
                                        Item.action(
                                                line.details().path("action").asText()),
                                        first -> new Attempts())
                                .add(line));
            }
            return new Found(ids.size(), since, actions);
        }
    }

    /** An action may also die without an attempt, as when nobody came in time. */
    private static boolean endsAttempt(FactLine line) {
        return switch (line.type()) {
            case "retried", "died", "succeeded", "endedLate" -> line.details().has("tookMs");
            default -> false;
        };
    }
}
