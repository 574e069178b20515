package io.caravan.sandbox;

import java.sql.SQLException;

/** What may refuse a call because there were too many. Counting writes, so a limited call is the writer's even if it only reads. */
interface Limits {
    boolean areOn(Transaction transaction) throws SQLException;

    /** The answer of the call, or that of its refusal. */
    Answer within(Transaction transaction, Work<Answer> call) throws SQLException;
}
