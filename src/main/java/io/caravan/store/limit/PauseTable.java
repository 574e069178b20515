package io.caravan.store.limit;

import io.caravan.flow.Pause;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.function.IntFunction;

/** The table {@code pause}: what rests, since when, by whom and why. */
public final class PauseTable {
    private static final String ALL =
            """
            SELECT kind, name, since, paused_by, note, check_at IS NOT NULL AS checked FROM pause
            """;

    /** All that rests. */
    public static Resting read(Statements statements) throws SQLException {
        var pauses = new HashMap<Pause.Subject, Pause>();
        try (ResultSet result = statements.set(ALL).executeQuery()) {
            while (result.next()) {
                var kind = Pause.Kind.valueOf(result.getString("kind").toUpperCase(Locale.ROOT));
                var subject = new Pause.Subject(kind, result.getString("name"));
                pauses.put(
                        subject,
                        new Pause(
                                subject,
                                Instant.ofEpochMilli(result.getLong("since")),
                                result.getString("paused_by"),
                                result.getString("note"),
                                result.getBoolean("checked")));
            }
        }
        return new Resting(pauses, DestinationTable.closed(statements));
    }

    private static final String PUT =
            """
            INSERT INTO pause (kind, name, since, paused_by, note) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE SET
              since = excluded.since, paused_by = excluded.paused_by, note = excluded.note, check_at = NULL
            """;

    /** Of two who pause the same thing the last one has the word. */
    public static void put(Statements statements, Pause pause) throws SQLException {
        statements.update(
                PUT,
                pause.subject().kind().word(),
                pause.subject().name(),
                pause.since().toEpochMilli(),
                pause.by(),
                pause.note());
    }

    private static final String END = """
            DELETE FROM pause WHERE kind = ? AND name = ?
            """;

    /** False = it did not rest. */
    public static boolean end(Statements statements, Pause.Subject subject) throws SQLException {
        return statements.update(END, subject.kind().word(), subject.name()) == 1;
    }

    private static final String ALARM =
            """
            INSERT INTO pause (kind, name, since, paused_by, note, check_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO NOTHING
            """;

    /** A pause that a check ends, first done at the given time; false = the subject rests already, for whatever reason. */
    public static boolean alarm(Statements statements, Pause pause, Instant checkAt) throws SQLException {
        return statements.update(
                        ALARM,
                        pause.subject().kind().word(),
                        pause.subject().name(),
                        pause.since().toEpochMilli(),
                        pause.by(),
                        pause.note(),
                        checkAt.toEpochMilli())
                == 1;
    }

    private static final String CHECKS =
            """
            SELECT checks FROM pause WHERE kind = ? AND name = ? AND check_at <= ?
            """;

    private static final String CLAIM =
            """
            UPDATE pause SET check_at = ?, checks = checks + 1 WHERE kind = ? AND name = ? AND check_at <= ?
            """;

    /** Claims the check that is due; false = it is not, or another node does it. The next one follows after a delay. */
    public static boolean claimCheck(
            Statements statements, Pause.Subject subject, Instant now, IntFunction<Duration> delay)
            throws SQLException {
        String kind = subject.kind().word();
        try (ResultSet result =
                statements.set(CHECKS, kind, subject.name(), now.toEpochMilli()).executeQuery()) {
            if (!result.next()) {
                return false;
            }
            Instant next = now.plus(delay.apply(result.getInt(1) + 1));
            return statements.update(CLAIM, next.toEpochMilli(), kind, subject.name(), now.toEpochMilli()) == 1;
        }
    }

    private static final String END_CHECKED =
            """
            DELETE FROM pause WHERE kind = ? AND name = ? AND check_at IS NOT NULL
            """;

    /** False = it does not rest any more, or a person has paused it meanwhile. */
    public static boolean endChecked(Statements statements, Pause.Subject subject) throws SQLException {
        return statements.update(END_CHECKED, subject.kind().word(), subject.name()) == 1;
    }

    private PauseTable() {}
}
