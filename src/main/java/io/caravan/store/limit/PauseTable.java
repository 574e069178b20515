package io.caravan.store.limit;

import io.caravan.flow.Pause;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;

/** The table {@code pause}: what rests, since when, by whom and why. */
public final class PauseTable {
    private static final String ALL =
            """
            SELECT kind, name, since, paused_by, note FROM pause
            """;

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
                                result.getString("note")));
            }
        }
        return new Resting(pauses);
    }

    private static final String PUT =
            """
            INSERT INTO pause (kind, name, since, paused_by, note) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE SET
              since = excluded.since, paused_by = excluded.paused_by, note = excluded.note
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

    private PauseTable() {}
}
