package io.caravan.store.view;

import io.caravan.flow.FlowState;
import io.caravan.store.Ids;
import io.caravan.store.Statements;
import io.caravan.store.journal.Chronicle;
import io.caravan.store.journal.DefinitionTable;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.view.StoredFlow.DeadRow;
import io.caravan.store.view.StoredFlow.Due;
import io.caravan.store.view.StoredFlow.Line;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Promise P11: folds every flow from its facts and compares the outcome with the tables beside the journal. Reads in pages,
 * each of one moment, so that it may run beside the writer.
 */
public final class Verification {
    private static final int PAGE = 500;
    private static final int MOST_STRAYS = 100;
    private static final int TABLES_OF_FLOWS = 6;

    private final DataSource reading;
    private final Chronicle chronicle = new Chronicle(new DefinitionTable());

    /** How many flows were compared, and how many differences were found. */
    public record Sum(long flows, long differences) {}

    public Verification(DataSource reading) {
        this.reading = reading;
    }

    /** What differs, each as a sentence; none = the tables are what the journal adds up to. */
    public List<String> differences() throws SQLException {
        var differences = new ArrayList<String>();
        tell(differences::add, flows -> {});
        return differences;
    }

    /** Tells each difference as soon as it is found, and now and then how many flows are compared. */
    public Sum tell(Consumer<String> listener, LongConsumer progress) throws SQLException {
        long flows = 0;
        long differences = 0;
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            try {
                Optional<String> last = Optional.of(Ids.LOWEST);
                while (last.isPresent()) {
                    Page page = page(statements, last.get());
                    connection.rollback();
                    page.differences().forEach(listener);
                    flows += page.flows();
                    progress.accept(flows);
                    differences += page.differences().size();
                    last = page.last();
                }
            } finally {
                connection.rollback();
            }
        }
        return new Sum(flows, differences);
    }

    /** Some flows, what differs in them, and the last one of them if more may follow. */
    private record Page(int flows, List<String> differences, Optional<String> last) {}

    private static final String FLOWS =
            """
            SELECT id, status, ended_at, version, key, seq FROM flow WHERE id > ? ORDER BY id LIMIT ?
            """;

    private Page page(Statements statements, String after) throws SQLException {
        var lines = new TreeMap<String, Line>();
        try (ResultSet result = statements.set(FLOWS, after, PAGE).executeQuery()) {
            while (result.next()) {
                lines.put(result.getString("id"), line(result));
            }
        }
        Optional<String> last = lines.size() < PAGE ? Optional.empty() : Optional.of(lines.lastKey());
        List<String> differences = strays(statements, after, last.orElse(Ids.HIGHEST));
        for (var line : lines.entrySet()) {
            differences.addAll(compare(statements, line.getKey(), line.getValue()));
        }
        return new Page(lines.size(), differences, last);
    }

    private static Line line(ResultSet result) throws SQLException {
        return new Line(
                result.getString("status"),
                result.getString("ended_at") != null,
                Optional.ofNullable(result.getString("version")),
                Optional.ofNullable(result.getString("key")),
                result.getInt("seq"));
    }

    private List<String> compare(Statements statements, String flow, Line line) throws SQLException {
        FlowState folded;
        try {
            folded = chronicle.state(statements, flow).orElseThrow();
        } catch (RuntimeException unreadable) {
            return List.of("Flow " + flow + ": its facts cannot be folded: " + unreadable.getMessage() + ".");
        }
        return new Comparison(folded).with(new StoredFlow(line, outbox(statements, flow), dead(statements, flow)));
    }

    private static final String OUTBOX =
            """
            SELECT action, item, kind, attempt, uncertain, due_at, lease_epoch IS NOT NULL AS taken, cancelled
            FROM outbox WHERE flow_id = ? AND kind NOT IN ('cancel', 'leave', 'announce', 'copy') ORDER BY action, item
            """;

    private static List<Due> outbox(Statements statements, String flow) throws SQLException {
        var rows = new ArrayList<Due>();
        try (ResultSet result = statements.set(OUTBOX, flow).executeQuery()) {
            while (result.next()) {
                rows.add(new Due(
                        name(flow, result),
                        result.getString("kind"),
                        result.getInt("attempt"),
                        result.getInt("uncertain") == 1,
                        result.getBoolean("taken") && result.getInt("cancelled") == 1));
            }
        }
        return rows;
    }

    private static String name(String flow, ResultSet result) throws SQLException {
        return new OutboxKey(flow, result.getString("action"), result.getInt("item")).name();
    }

    private static final String DEAD =
            """
            SELECT action, item, type, attempts, at FROM dead WHERE flow_id = ? ORDER BY action, item
            """;

    private static List<DeadRow> dead(Statements statements, String flow) throws SQLException {
        var rows = new ArrayList<DeadRow>();
        try (ResultSet result = statements.set(DEAD, flow).executeQuery()) {
            while (result.next()) {
                rows.add(new DeadRow(
                        name(flow, result),
                        result.getString("type"),
                        result.getInt("attempts"),
                        Instant.ofEpochMilli(result.getLong("at"))));
            }
        }
        return rows;
    }

    /** The lower bound is said twice, so that no plan begins at the first flow of all. */
    private static final String STRAYS =
            """
            SELECT 'claim', flow_id FROM claim WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            UNION SELECT 'dead', flow_id FROM dead WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            UNION SELECT 'fact', flow_id FROM fact WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            UNION SELECT 'outbox', flow_id FROM outbox WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            UNION SELECT 'ticket', flow_id FROM ticket WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            UNION SELECT 'waiting', flow_id FROM waiting WHERE flow_id > ? AND flow_id <= ?
              AND NOT EXISTS (SELECT 1 FROM flow WHERE id = flow_id AND id > ?)
            ORDER BY 1, 2 LIMIT ?
            """;

    private static final String WITHOUT_EVENT =
            """
            SELECT id FROM flow WHERE id > ? AND id <= ? AND NOT EXISTS (SELECT 1 FROM event WHERE event.id = event_id)
            ORDER BY id
            """;

    /** Rows that have lost their flow, and flows that have lost their event. */
    private static List<String> strays(Statements statements, String after, String upTo) throws SQLException {
        var strays = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (int table = 0; table < TABLES_OF_FLOWS; table++) {
            parameters.addAll(List.of(after, upTo, after));
        }
        parameters.add(MOST_STRAYS);
        PreparedStatement search = statements.set(STRAYS, parameters.toArray());
        try (ResultSet result = search.executeQuery()) {
            while (result.next()) {
                strays.add("Flow " + result.getString(2) + ": table " + result.getString(1)
                        + " has rows of it, but there is no such flow.");
            }
        }
        try (ResultSet result = statements.set(WITHOUT_EVENT, after, upTo).executeQuery()) {
            while (result.next()) {
                strays.add("Flow " + result.getString(1) + ": its event is gone.");
            }
        }
        return strays;
    }
}
