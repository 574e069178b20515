package io.caravan.store.view;

import io.caravan.store.Ids;
import io.caravan.store.Rounds;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for running flows that nothing will wake, because no row of the outbox is theirs: promise P8 would be broken. A flow
 * counts only when a second look finds it unmoved.
 */
public final class Sleepers implements Rounds.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Sleepers.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_PAGES = Duration.ofMillis(50);
    private static final Duration BEFORE_SECOND_LOOK = Duration.ofSeconds(5);
    private static final int PAGE = 1_000;
    private static final int MOST = 1_000;

    private final DataSource reading;
    private final Map<String, Integer> suspects = new TreeMap<>();
    private Optional<String> last = Optional.of(Ids.LOWEST);
    private volatile List<String> found = List.of();

    public Sleepers(DataSource reading) {
        this.reading = reading;
    }

    /** The flows that were asleep when it was last looked, the oldest thousand of them. */
    public List<String> found() {
        return found;
    }

    /** One page; after the last one the second look. */
    @Override
    public Duration go() throws SQLException {
        try (var connection = reading.getConnection();
                var statements = new Statements(connection)) {
            if (last.isEmpty()) {
                found = confirm(statements);
                suspects.clear();
                last = Optional.of(Ids.LOWEST);
                return BETWEEN_ROUNDS;
            }
            last = page(statements, last.get());
            return last.isPresent() ? BETWEEN_PAGES : BEFORE_SECOND_LOOK;
        }
    }

    private static final String RUNNING =
            """
            SELECT id, seq, EXISTS (SELECT 1 FROM outbox WHERE outbox.flow_id = page.id) AS will_wake
            FROM (SELECT id, seq FROM flow WHERE status = 'running' AND id > ? ORDER BY id LIMIT ?) AS page ORDER BY id
            """;

    /** Gathers suspects; the answer is the last flow of the page if more may follow. */
    private Optional<String> page(Statements statements, String after) throws SQLException {
        String lastOfPage = after;
        int size = 0;
        try (ResultSet result = statements.set(RUNNING, after, PAGE).executeQuery()) {
            while (result.next()) {
                size++;
                lastOfPage = result.getString("id");
                if (!result.getBoolean("will_wake") && suspects.size() < MOST) {
                    suspects.put(lastOfPage, result.getInt("seq"));
                }
            }
        }
        return size < PAGE ? Optional.empty() : Optional.of(lastOfPage);
    }

    private List<String> confirm(Statements statements) throws SQLException {
        Map<String, String> asleep = suspects.isEmpty() ? Map.of() : lookAgain(statements, suspects.keySet());
        asleep.forEach((flow, definition) -> {
            if (!found.contains(flow)) {
                LOG.warn(
                        "flow {} {} is running, but nothing will wake it: it has no row in the outbox",
                        flow,
                        definition);
            }
        });
        return List.copyOf(asleep.keySet());
    }

    private static final Sql STILL_ASLEEP = new Sql(
            """
            SELECT id, seq, definition FROM flow
            WHERE id IN (SELECT value FROM json_each(?)) AND status = 'running'
              AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.flow_id = flow.id)
            """,
            """
            SELECT id, seq, definition FROM flow
            WHERE id = ANY (?::uuid[]) AND status = 'running'
              AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.flow_id = flow.id)
            """);

    /** The definitions of those that have not moved. */
    private Map<String, String> lookAgain(Statements statements, Collection<String> flows) throws SQLException {
        var asleep = new TreeMap<String, String>();
        try (ResultSet result = statements.set(STILL_ASLEEP, flows).executeQuery()) {
            while (result.next()) {
                String flow = result.getString("id");
                if (Integer.valueOf(result.getInt("seq")).equals(suspects.get(flow))) {
                    asleep.put(flow, result.getString("definition"));
                }
            }
        }
        return asleep;
    }
}
