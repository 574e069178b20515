package io.caravan.store.journal;

import io.caravan.store.Statements;
import java.sql.SQLException;

/** Work on the database that can wait and touches no flow that may still move: a short transaction of its own. */
@FunctionalInterface
public interface Chore<T> {
    T in(Statements statements) throws SQLException;
}
