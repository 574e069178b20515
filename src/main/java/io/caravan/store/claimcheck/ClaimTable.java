package io.caravan.store.claimcheck;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table {@code claim}. */
public final class ClaimTable {
    private static final String INSERT =
            """
            INSERT INTO claim (id, flow_id, content, at) VALUES (?, ?, ?, ?)
            """;

    public static void insert(Statements statements, String flow, Claim claim, Instant now) throws SQLException {
        statements.update(INSERT, claim.ticket(), flow, claim.content(), now.toEpochMilli());
    }

    private static final String READ = """
            SELECT content FROM claim WHERE id = ?
            """;

    public static Optional<String> read(Statements statements, String ticket) throws SQLException {
        try (ResultSet result = statements.set(READ, ticket).executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private ClaimTable() {}
}
