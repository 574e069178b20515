package io.caravan.sandbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Slack's channels with those who made them and those who are in them. A channel that sprang into being with a message was made by
 * somebody else, and our bot is in it.
 */
final class Rooms {
    private final Clock clock;

    Rooms(Clock clock) {
        this.clock = clock;
    }

    private static final String FIND =
            """
            SELECT c.id, c.name, r.creator, r.private, r.created
            FROM sandbox_channel c LEFT JOIN sandbox_room r ON r.channel = c.id WHERE c.id = ?
            """;

    Optional<Room> find(Transaction transaction, Channel channel) throws SQLException {
        return transaction.first(FIND, Rooms::read, channel.id());
    }

    private static final String LIST =
            """
            SELECT c.id, c.name, r.creator, r.private, r.created
            FROM sandbox_channel c LEFT JOIN sandbox_room r ON r.channel = c.id
            WHERE c.id > ? AND substr(c.id, 1, 1) <> 'D'
              AND ((? = 1 AND COALESCE(r.private, 0) = 0) OR (? = 1 AND r.private = 1))
            ORDER BY c.id LIMIT ?
            """;

    List<Room> list(Transaction transaction, String after, boolean open, boolean closed, int limit)
            throws SQLException {
        return transaction.all(LIST, Rooms::read, after, open ? 1 : 0, closed ? 1 : 0, limit);
    }

    private static final String OPEN =
            """
            INSERT INTO sandbox_channel (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String MAKE =
            """
            INSERT INTO sandbox_room (channel, creator, private, created) VALUES (?, ?, ?, ?)
            """;

    /** Nothing when the name is taken. */
    Optional<Room> make(Transaction transaction, Channel channel, boolean isPrivate) throws SQLException {
        if (transaction.update(OPEN, channel.id(), channel.name()) == 0) {
            return Optional.empty();
        }
        var room =
                new Room(channel, Workspace.BOT_USER, isPrivate, clock.instant().getEpochSecond());
        transaction.update(MAKE, channel.id(), room.creator(), isPrivate ? 1 : 0, room.created());
        return Optional.of(room);
    }

    private static final String ENTER =
            """
            INSERT INTO sandbox_member (channel, member) VALUES (?, ?) ON CONFLICT DO NOTHING
            """;

    void enter(Transaction transaction, Channel channel, String user) throws SQLException {
        transaction.update(ENTER, channel.id(), user);
    }

    private static final String MEMBER =
            """
            SELECT member FROM sandbox_member WHERE channel = ? AND member = ?
            """;

    boolean holds(Transaction transaction, Channel channel, String user) throws SQLException {
        return transaction
                .first(MEMBER, row -> row.getString(1), channel.id(), user)
                .isPresent();
    }

    private static Room read(ResultSet row) throws SQLException {
        String creator = row.getString("creator");
        return new Room(
                new Channel(row.getString("id"), row.getString("name")),
                creator == null ? Workspace.SOMEBODY : creator,
                row.getInt("private") == 1,
                row.getLong("created"));
    }
}
