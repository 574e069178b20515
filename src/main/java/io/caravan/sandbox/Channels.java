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
            INSERT INTO sandbox_channel (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING
            """;

    private static final String LAST =
            """
            SELECT MAX(ts) FROM sandbox_message WHERE channel = ?
            """;

    /** A timestamp for a message that is later than all that the channel has. */
    Timestamp tick(Transaction transaction, Channel channel) throws SQLException {
        transaction.update(OPEN, channel.id(), channel.name());
        var now = Timestamp.of(clock.instant());
        return transaction
                .first(LAST, row -> new Timestamp(row.getLong(1)), channel.id())
                .filter(last -> last.micros() >= now.micros())
                .map(Timestamp::next)
                .orElse(now);
    }
}
