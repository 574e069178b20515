package io.caravan.store.journal;

import io.caravan.flow.Lane;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The tables {@code lane} and {@code ticket}: flows with one {@code orderedBy} key in the order of their commits. */
final class LaneTable {
    private static final String ENTER =
            """
            INSERT INTO lane (definition, key, head, tail) VALUES (?, ?, 0, 1)
            ON CONFLICT (definition, key) DO UPDATE SET tail = lane.tail + 1
            RETURNING head, tail
            """;

    private static final String GIVE =
            """
            INSERT INTO ticket (definition, key, number, flow_id) VALUES (?, ?, ?, ?)
            """;

    /** The flow takes the next ticket; with nobody before it, it is its turn. */
    static Lane enter(Statements statements, LaneKey lane, String flow) throws SQLException {
        long head;
        long ticket;
        try (ResultSet result =
                statements.set(ENTER, lane.definition(), lane.key()).executeQuery()) {
            result.next();
            head = result.getLong(1);
            ticket = result.getLong(2) - 1;
        }
        statements.update(GIVE, lane.definition(), lane.key(), ticket, flow);
        return new Lane(lane.key(), ticket, ticket > head);
    }

    private static final String MOVE =
            """
            UPDATE lane SET head = head + 1 WHERE definition = ? AND key = ? AND head = ?
            """;

    private static final String TAKE_BACK =
            """
            DELETE FROM ticket WHERE definition = ? AND key = ? AND number = ?
            """;

    private static final String NEXT =
            """
            SELECT flow_id FROM ticket WHERE definition = ? AND key = ? AND number = ?
            """;

    private static final String CLEAR =
            """
            DELETE FROM lane WHERE definition = ? AND key = ? AND head = tail
            """;

    /** The flow with this ticket has ended; the answer is whose turn it is now. To be called once, behind its row's fence. */
    static Optional<String> leave(Statements statements, LaneKey lane, long ticket) throws SQLException {
        if (statements.update(MOVE, lane.definition(), lane.key(), ticket) == 0) {
            return Optional.empty();
        }
        statements.update(TAKE_BACK, lane.definition(), lane.key(), ticket);
        try (ResultSet result =
                statements.set(NEXT, lane.definition(), lane.key(), ticket + 1).executeQuery()) {
            if (result.next()) {
                return Optional.of(result.getString(1));
            }
        }
        statements.update(CLEAR, lane.definition(), lane.key());
        return Optional.empty();
    }

    private LaneTable() {}
}
