package io.caravan.crash;

import io.caravan.flow.ActionProgress;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import io.caravan.store.journal.Chronicle;
import io.caravan.store.journal.DefinitionTable;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Folds every flow from its facts, and compares with the tables flow, outbox and dead (promise P11). */
public final class Verify {
    private final Statements statements;
    private final Chronicle chronicle = new Chronicle(new DefinitionTable());
    private final TreeSet<String> told = new TreeSet<>();
    private final TreeSet<String> stored = new TreeSet<>();

    private Verify(Statements statements) {
        this.statements = statements;
    }

    /** Every disagreement, as a sentence. */
    public static List<String> complaints(Path folder) {
        try (Statements statements =
                new Statements(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("caravan.db")))) {
            var verify = new Verify(statements);
            verify.tell();
            verify.read(FLOWS);
            verify.read(OUTBOX);
            verify.read(DEAD);
            verify.read(LOST);
            return verify.disagreements();
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private List<String> disagreements() {
        var complaints = new ArrayList<String>();
        told.stream()
                .filter(line -> !stored.contains(line))
                .forEach(line -> complaints.add("only the journal says: " + line));
        stored.stream()
                .filter(line -> !told.contains(line))
                .forEach(line -> complaints.add("only the tables say: " + line));
        return complaints;
    }

    private static final String IDS = """
            SELECT DISTINCT flow_id FROM fact
            """;

    private void tell() throws SQLException {
        var ids = new ArrayList<String>();
        try (ResultSet result = statements.set(IDS).executeQuery()) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        for (String id : ids) {
            chronicle.state(statements, id).ifPresentOrElse(this::tell, () -> told.add("facts without flow " + id));
        }
    }

    private void tell(FlowState state) {
        told.add("flow %s of %s for %s key %s version %s: %s, seq %d, ended %d"
                .formatted(
                        state.id(),
                        state.identity().definition(),
                        state.identity().event(),
                        state.standing().key().orElse("-"),
                        state.plan().map(plan -> plan.definition().version()).orElse("-"),
                        state.status().word(),
                        state.seq(),
                        state.ended() ? 1 : 0));
        state.actions().forEach((action, progress) -> tell(state, action, progress));
        if (!state.ended() && state.plan().flatMap(FlowState.Plan::deadline).isPresent()) {
            told.add("outbox %s/ deadline, attempt 1, uncertain 0".formatted(state.id()));
        }
    }

    private void tell(FlowState state, String action, ActionProgress progress) {
        if (progress.state().outstanding()) {
            told.add("outbox %s/%s %s, attempt %d, uncertain %d"
                    .formatted(
                            state.id(),
                            action,
                            action.equals(FlowState.TRIGGER) ? "trigger" : "action",
                            progress.attempts() + 1,
                            progress.uncertain() ? 1 : 0));
        } else if (progress.state().gaveUp()) {
            var error = progress.error().orElseThrow();
            told.add("dead %s/%s: %s after %d: %s"
                    .formatted(
                            state.id(),
                            action,
                            error.outcome(),
                            error.attempt(),
                            error.failure().type()));
        }
    }

    private static final String FLOWS =
            """
            SELECT format('flow %s of %s for %s key %s version %s: %s, seq %d, ended %d', id, definition, event_id,
                          ifnull(key, '-'), ifnull(version, '-'), status, seq, ended_at IS NOT NULL) FROM flow
            """;

    private static final String OUTBOX =
            """
            SELECT format('outbox %s/%s %s, attempt %d, uncertain %d', flow_id, action, kind, attempt, uncertain)
            FROM outbox WHERE cancelled = 0
            """;

    private static final String DEAD =
            """
            SELECT format('dead %s/%s: %s after %d: %s', flow_id, action, outcome, attempts, type) FROM dead
            """;

    private static final String LOST =
            """
            SELECT 'flow without its event: ' || id FROM flow WHERE event_id NOT IN (SELECT id FROM event)
            UNION ALL SELECT 'once key without its flow: ' || key FROM once WHERE flow_id NOT IN (SELECT id FROM flow)
            """;

    private void read(String lines) throws SQLException {
        try (ResultSet result = statements.set(lines).executeQuery()) {
            while (result.next()) {
                stored.add(result.getString(1));
            }
        }
    }
}
