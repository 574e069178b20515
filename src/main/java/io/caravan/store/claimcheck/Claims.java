package io.caravan.store.claimcheck;

import io.caravan.flow.Payload;
import io.caravan.store.Ids;
import io.caravan.store.Statements;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Turns large payloads into tickets before they are written, and tickets into payloads when an attempt needs them. */
public final class Claims implements Payloads {
    /** Largest payload that stays in its fact, in bytes of UTF-8. */
    public static final int LARGEST_INLINE = 64 * 1024;

    /** Largest payload at all. */
    public static final int LARGEST = 16 * 1024 * 1024;

    private final DataSource reading;

    public Claims(DataSource reading) {
        this.reading = reading;
    }

    /** Inline if small, else a ticket whose claim is added to the list and must be written with the fact. */
    public static Payload payload(String json, List<Claim> claims) {
        if (json.length() <= LARGEST_INLINE / 3 || json.getBytes(StandardCharsets.UTF_8).length <= LARGEST_INLINE) {
            return Payload.inline(json);
        }
        var claim = new Claim(Ids.next(), json);
        claims.add(claim);
        return Payload.claimed(claim.ticket());
    }

    /** Whether the payload is larger than any that is stored. */
    public static boolean isTooLarge(String json) {
        return json.length() > LARGEST / 3 && json.getBytes(StandardCharsets.UTF_8).length > LARGEST;
    }

    /** A fresh list to collect claims in. */
    public static List<Claim> none() {
        return new ArrayList<>();
    }

    @Override
    public String read(Payload payload) {
        if (payload instanceof Payload.Inline inline) {
            return inline.json();
        }
        if (payload instanceof Payload.Listed list) {
            return list.parts().stream().map(this::read).collect(Collectors.joining(",", "[", "]"));
        }
        return claim(((Payload.Claimed) payload).ticket());
    }

    private static final String EVENT = """
            SELECT data FROM event WHERE id = ?
            """;

    @Override
    public String eventData(String id) {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements.set(EVENT, id).executeQuery()) {
            if (!result.next()) {
                throw new ClaimMissing(id);
            }
            return result.getString(1);
        } catch (SQLException unreadable) {
            throw new ClaimMissing(id, unreadable);
        }
    }

    private String claim(String ticket) {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return ClaimTable.read(statements, ticket).orElseThrow(() -> new ClaimMissing(ticket));
        } catch (SQLException unreadable) {
            throw new ClaimMissing(ticket, unreadable);
        }
    }
}
