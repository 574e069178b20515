package io.caravan.store.outbox;

import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.OutboxRow.Target;
import io.caravan.store.outbox.OutboxRow.Try;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A row of the outbox that somebody holds. */
public record Held(OutboxRow row, Lease lease, Instant leasedAt) {
    static List<Held> read(ResultSet result) throws SQLException {
        var rows = new ArrayList<Held>();
        while (result.next()) {
            var lease = new Lease(result.getLong("lease_epoch"), result.getLong("lease_number"));
            rows.add(new Held(row(result), lease, Instant.ofEpochMilli(result.getLong("leased_at"))));
        }
        return rows;
    }

    static OutboxRow row(ResultSet result) throws SQLException {
        return new OutboxRow(
                new OutboxKey(result.getString("flow_id"), result.getString("action"), result.getInt("item")),
                Kind.of(result.getString("kind")),
                new Target(
                        result.getString("definition"),
                        Queue.named(result.getString("destination")),
                        result.getString("budget_key")),
                new Try(result.getInt("attempt"), result.getInt("uncertain") == 1),
                Instant.ofEpochMilli(result.getLong("due_at")));
    }
}
