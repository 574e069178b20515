package io.caravan.sandbox;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Slack's channels; each springs into being with its first message. */
final class Channels {
    private final Clock clock;

    Channels(Clock clock) {
        this.clock = clock;
    }

    private static final String FIND =
            """
            SELECT id, name FROM sandbox_channel WHERE id = ?
            """;

    Optional<Channel> find(Transaction transaction, Channel channel) throws SQLException {
        return transaction.first(FIND, row -> new Channel(row.getString("id"), row.getString("name")), channel.id());
    }

    private static final String OPEN =
            """
            INSERT INTO sandbox_channel (id, name, last_ts) VALUES (?, ?, 0) ON CONFLICT (id) DO NOTHING
            """;

    private static final String TICK =
            """
            UPDATE sandbox_channel SET last_ts = CASE WHEN last_ts < ? THEN ? ELSE last_ts + 1 END WHERE id = ?
            RETURNING last_ts
            """;

    /** A timestamp that this channel never had before and that is later than all it had. */
    Timestamp tick(Transaction transaction, Channel channel) throws SQLException {
        Optional<Timestamp> ticked = tickOpen(transaction, channel);
        if (ticked.isPresent()) {
            return ticked.get();
        }
        transaction.update(OPEN, channel.id(), channel.name());
        return tickOpen(transaction, channel)
                .orElseThrow(() -> new SQLException("The channel " + channel.id() + " is gone"));
    }

    private Optional<Timestamp> tickOpen(Transaction transaction, Channel channel) throws SQLException {
        long now = Timestamp.of(clock.instant()).micros();
        return transaction.first(TICK, row -> new Timestamp(row.getLong(1)), now, now, channel.id());
    }
}
