package io.caravan.sandbox;

import java.sql.SQLException;

/** Something to be done inside one transaction; it may be run again when that transaction is rolled back. */
interface Work<T> {
    T in(Transaction transaction) throws SQLException;
}
