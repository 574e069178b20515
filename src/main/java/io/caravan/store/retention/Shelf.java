package io.caravan.store.retention;

import io.caravan.store.Ids;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows that are walked through by their ids, which are ordered by time, and of which the old ones are removed. */
interface Shelf {
    /** Part of the way: the ids that seem old, and the last one passed if more may follow. */
    record Stretch(List<String> old, Optional<String> last) {
        /** Reads columns {@code id} and {@code is_old} of as many rows as were asked for, or of the last ones. */
        static Stretch read(ResultSet result, int most) throws SQLException {
            var old = new ArrayList<String>();
            int passed = 0;
            Optional<String> last = Optional.empty();
            while (result.next()) {
                passed++;
                last = Optional.of(result.getString("id"));
                if (result.getBoolean("is_old")) {
                    old.add(result.getString("id"));
                }
            }
            return new Stretch(old, passed < most ? Optional.empty() : last);
        }
    }

    /** The first column of what the statement finds. */
    static List<String> ids(PreparedStatement statement) throws SQLException {
        var ids = new ArrayList<String>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return ids;
    }

    /** Finds {@code id} and {@code is_old} of the next rows: their end, between which ids, and how many. */
    String walk();

    /** Looks at the next rows; only reads. */
    default Stretch walk(Statements statements, String after, Instant before, int most) throws SQLException {
        try (ResultSet result = statements
                .set(walk(), before.toEpochMilli(), after, Ids.lowestAt(before), most)
                .executeQuery()) {
            return Stretch.read(result, most);
        }
    }

    /** Those of the rows that are old indeed, locked; nobody else had locked them. */
    List<String> lock(Statements statements, List<String> ids, Instant before) throws SQLException;

    /** Those of the locked rows that may not go yet. */
    List<String> needed(Statements statements, List<String> ids) throws SQLException;

    /** What deletes the rows, the last, and all that goes with them. */
    List<Sql> deletes();

    /** Deletes the rows of a table of which the column is among given ids. */
    static Sql delete(String table, String column) {
        return new Sql(
                "DELETE FROM " + table + " WHERE " + column + " IN (SELECT value FROM json_each(?))",
                "DELETE FROM " + table + " WHERE " + column + " = ANY (?::uuid[])");
    }

    /** Removes those that are old indeed and that nobody else has locked, with all that goes with them; how many they were. */
    default int remove(Statements statements, List<String> ids, Instant before) throws SQLException {
        List<String> old = lock(statements, ids, before);
        if (!old.isEmpty()) {
            old.removeAll(needed(statements, old));
        }
        int removed = 0;
        if (!old.isEmpty()) {
            for (Sql delete : deletes()) {
                removed = statements.update(delete, old);
            }
        }
        return removed;
    }
}
