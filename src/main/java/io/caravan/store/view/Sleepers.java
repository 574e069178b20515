package io.caravan.store.view;

import io.caravan.store.Ids;
import io.caravan.store.Rounds;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for running flows that nothing will wake: they have no row in the outbox and wait in no lane that moves. Promise P8
 * would be broken. A flow counts only when a second look finds it unmoved.
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

    /** A flow is woken by a row of its own, or by the end of the first flow in its lane. */
    private static final String RUNNING =
            """
            SELECT page.id, page.seq, page.definition,
              EXISTS (SELECT 1 FROM outbox o WHERE o.flow_id = page.id AND o.kind NOT IN ('announce', 'copy'))
              OR EXISTS (SELECT 1 FROM ticket mine
                         JOIN lane ON lane.definition = mine.definition AND lane.key = mine.key AND lane.head < mine.number
                         JOIN ticket first ON first.definition = lane.definition AND first.key = lane.key
                                          AND first.number = lane.head
                         JOIN flow ON flow.id = first.flow_id
                         WHERE mine.flow_id = page.id AND (flow.ended_at IS NULL
                           OR EXISTS (SELECT 1 FROM outbox o WHERE o.flow_id = flow.id AND o.kind = 'leave'))) AS will_wake
            FROM (SELECT id, seq, definition FROM flow
                  WHERE status = 'running' AND id BETWEEN ? AND ? ORDER BY id LIMIT ?) AS page ORDER BY id
            """;

    /** Gathers suspects; the answer is the last flow of the page if more may follow. */
    private Optional<String> page(Statements statements, String from) throws SQLException {
        String lastOfPage = from;
        int size = 0;
        try (ResultSet result = statements.set(RUNNING, from, Ids.HIGHEST, PAGE).executeQuery()) {
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
        var asleep = new ArrayList<String>();
        for (var suspect : suspects.entrySet()) {
            String flow = suspect.getKey();
            try (ResultSet result = statements.set(RUNNING, flow, flow, 1).executeQuery()) {
                if (result.next() && !result.getBoolean("will_wake") && result.getInt("seq") == suspect.getValue()) {
                    asleep.add(flow);
                    tell(flow, result.getString("definition"));
                }
            }
        }
        return List.copyOf(asleep);
    }

    private void tell(String flow, String definition) {
        if (!found.contains(flow)) {
            LOG.warn("flow {} {} is running, but nothing will wake it", flow, definition);
        }
    }
}
