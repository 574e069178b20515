package io.caravan.store.journal;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code schedule}: up to which tick each schedule is handled, so that ticks are missed at which no node ran. */
final class ScheduleTable {
    /** What was handled later than now was handled by a clock that went wrong. */
    private static final String FOLLOW =
            """
            INSERT INTO schedule (name, rule, at) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
              rule = excluded.rule,
              at = CASE WHEN schedule.rule = excluded.rule AND schedule.at < excluded.at THEN schedule.at ELSE excluded.at END
            """;

    private static final String READ = """
            SELECT at FROM schedule WHERE name = ?
            """;

    /** Answers up to which tick schedules are handled; one that is new, or has another rule than before, begins now. */
    static void follow(Statements statements, List<Write.Follow> follows, Instant now, List<Runnable> answers)
            throws SQLException {
        for (Write.Follow follow : follows) {
            statements.update(FOLLOW, follow.schedule(), follow.rule(), now.toEpochMilli());
            try (ResultSet result = statements.set(READ, follow.schedule()).executeQuery()) {
                result.next();
                Instant handled = Instant.ofEpochMilli(result.getLong(1));
                answers.add(() -> follow.answer().complete(handled));
            }
        }
    }

    private static final String HANDLE =
            """
            UPDATE schedule SET at = ? WHERE name = ? AND at < ?
            """;

    /** A duplicate counts as well: whichever node's event it was, the tick is stored. Sorted, so that nodes do not cross. */
    static void handle(Statements statements, List<Write.Accept> accepts) throws SQLException {
        var ticks = new TreeMap<String, Long>();
        for (Write.Accept accept : accepts) {
            long at = accept.incoming().event().attributes().time().toEpochMilli();
            accept.schedule().ifPresent(name -> ticks.merge(name, at, Math::max));
        }
        for (Map.Entry<String, Long> tick : ticks.entrySet()) {
            statements.update(HANDLE, tick.getValue(), tick.getKey(), tick.getValue());
        }
    }

    private ScheduleTable() {}
}
