package io.caravan.store.deposit;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The table {@code deposit}. */
final class DepositTable {
    /** A row: empty bytes = they are kept elsewhere. */
    record Row(Deposit.Kind kind, Optional<byte[]> bytes) {}

    /** From when to when a deposit is kept. */
    record Stay(Instant from, Instant until) {}

    private static final String INSERT =
            """
            INSERT INTO deposit (id, kind, content, at, expires_at) VALUES (?, ?, ?, ?, ?)
            """;

    static void insert(Statements statements, Ticket ticket, Row row, Stay stay) throws SQLException {
        statements.update(
                INSERT,
                ticket.id(),
                row.kind().name().toLowerCase(Locale.ROOT),
                row.bytes(),
                stay.from().toEpochMilli(),
                stay.until().toEpochMilli());
    }

    private static final String READ =
            """
            SELECT kind, content FROM deposit WHERE id = ? AND expires_at > ?
            """;

    static Optional<Row> read(Statements statements, Ticket ticket, Instant now) throws SQLException {
        try (ResultSet result =
                statements.set(READ, ticket.id(), now.toEpochMilli()).executeQuery()) {
            return result.next()
                    ? Optional.of(new Row(
                            Deposit.Kind.valueOf(result.getString("kind").toUpperCase(Locale.ROOT)),
                            Optional.ofNullable(result.getBytes("content"))))
                    : Optional.empty();
        }
    }

    private DepositTable() {}
}
