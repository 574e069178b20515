package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.inbox.InboxTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The first gate: an event of the inbox is accepted by the transaction that takes its row out, so by one only. */
final class InboxGate {
    private InboxGate() {}

    /** The writes of which a row, if they have one, is taken out now; the others are answered that it was not to be had. */
    static List<Write> pass(Statements statements, List<Write> writes, List<Runnable> answers) throws SQLException {
        var rows = new TreeSet<Long>();
        for (Write write : writes) {
            if (write instanceof Write.Accept accept) {
                accept.inboxRow().ifPresent(rows::add);
            }
        }
        if (rows.isEmpty()) {
            return writes;
        }
        Set<Long> taken = InboxTable.take(statements, rows);
        var passed = new ArrayList<Write>();
        for (Write write : writes) {
            if (write instanceof Write.Accept accept
                    && accept.inboxRow().isPresent()
                    && !taken.contains(accept.inboxRow().get())) {
                answers.add(() -> accept.answer().completeExceptionally(new NotItsTurn()));
            } else {
                passed.add(write);
            }
        }
        return passed;
    }
}
