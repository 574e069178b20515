package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Slack's messages. */
final class Messages {
    private final Clock clock;

    Messages(Clock clock) {
        this.clock = clock;
    }

    private static final String ADD =
            """
            INSERT INTO sandbox_message (seq, channel, ts, thread_ts, broadcast, message, at)
            VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM sandbox_message), ?, ?, ?, ?, ?, ?)
            """;

    void add(Transaction transaction, Message message, boolean broadcast) throws SQLException {
        transaction.update(
                ADD,
                message.channel().id(),
                message.ts().micros(),
                message.thread().map(Timestamp::micros).orElse(null),
                broadcast ? 1 : 0,
                Json.write(message.json()),
                Moment.text(clock.instant()));
    }

    private static final String FIND =
            """
            SELECT m.ts, m.thread_ts, m.message, c.id, c.name,
              (SELECT COUNT(*) FROM sandbox_message r WHERE r.channel = m.channel AND r.thread_ts = m.ts) AS replies
            FROM sandbox_message m JOIN sandbox_channel c ON c.id = m.channel
            WHERE m.channel = ? AND m.ts = ?
            """;

    Optional<Message> find(Transaction transaction, Channel channel, Timestamp ts) throws SQLException {
        return transaction.first(FIND, Messages::read, channel.id(), ts.micros());
    }

    private static final String CHANGE =
            """
            UPDATE sandbox_message SET message = ? WHERE channel = ? AND ts = ?
            """;

    void change(Transaction transaction, Message message, ObjectNode json) throws SQLException {
        transaction.update(
                CHANGE, Json.write(json), message.channel().id(), message.ts().micros());
    }

    private static final String HISTORY =
            """
            SELECT m.ts, m.thread_ts, m.message, c.id, c.name,
              (SELECT COUNT(*) FROM sandbox_message r WHERE r.channel = m.channel AND r.thread_ts = m.ts) AS replies
            FROM sandbox_message m JOIN sandbox_channel c ON c.id = m.channel
            WHERE m.channel = ? AND m.ts > ? AND m.ts < ? AND (m.thread_ts IS NULL OR m.broadcast = 1)
            ORDER BY m.ts DESC LIMIT ?
            """;

    /** Newest first, without the replies of threads. */
    List<Message> history(Transaction transaction, Channel channel, Span span, int limit) throws SQLException {
        return transaction.all(HISTORY, Messages::read, channel.id(), span.after(), span.before(), limit);
    }

    private static final String REPLIES =
            """
            SELECT m.ts, m.thread_ts, m.message, c.id, c.name,
              (SELECT COUNT(*) FROM sandbox_message r WHERE r.channel = m.channel AND r.thread_ts = m.ts) AS replies
            FROM sandbox_message m JOIN sandbox_channel c ON c.id = m.channel
            WHERE m.channel = ? AND (m.ts = ? OR m.thread_ts = ?) AND m.ts > ? AND m.ts < ?
            ORDER BY m.ts LIMIT ?
            """;

    /** A thread, oldest first: the parent, then its replies. */
    List<Message> thread(Transaction transaction, Message parent, Span span, int limit) throws SQLException {
        long ts = parent.ts().micros();
        return transaction.all(
                REPLIES, Messages::read, parent.channel().id(), ts, ts, span.after(), span.before(), limit);
    }

    private static Message read(ResultSet row) throws SQLException {
        long parent = row.getLong("thread_ts");
        Optional<Timestamp> thread = row.wasNull() ? Optional.empty() : Optional.of(new Timestamp(parent));
        return new Message(
                new Channel(row.getString("id"), row.getString("name")),
                new Timestamp(row.getLong("ts")),
                thread,
                Json.stored(row.getString("message")),
                row.getLong("replies"));
    }
}
