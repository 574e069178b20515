package io.caravan.store.view;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Coming;
import io.caravan.store.Ids;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P11: whatever is damaged by hand is found and named. */
class VerificationTest {
    private static final Failure WRONG = new Failure("Wrong", "bad data");

    @TempDir
    private Path folder;

    private OpenStore store;
    private String flow;

    /** A flow with an action that succeeded, one that retries, one that is dead, one that waits, and a deadline. */
    @BeforeEach
    void open() {
        store = OpenStore.in(folder, 4);
        flow = store.accept(Coming.event("1")
                        .startsWithDeadline(
                                store.clock().instant().plusSeconds(60),
                                "f",
                                "done",
                                "dead",
                                "failing",
                                "waiting needs dead"))
                .flows()
                .get(0)
                .id();
        store.taken(3)
                .forEach(taken -> store.settle(
                        taken,
                        switch (taken.key().action()) {
                            case "done" -> done("1");
                            case "dead" -> new Outcome.Rejected(WRONG);
                            default -> Outcome.uncertain(WRONG);
                        }));
        store.settled();
        store.verify();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void found(String damage, String... sentences) {
        assertTrue(store.tables().change(damage) > 0);
        assertEquals(
                List.of(sentences),
                store.differences().stream()
                        .map(line -> line.replace("Flow " + flow + ": ", ""))
                        .toList());
    }

    @Test
    void a_wrong_status() {
        found("UPDATE flow SET status = 'running'", "status is running, by its facts failed.");
    }

    @Test
    void a_wrong_end() {
        found("UPDATE flow SET ended_at = 1", "ended is true, by its facts false.");
    }

    @Test
    void a_wrong_version() {
        String version = store.tables().rows("SELECT version FROM flow").get(0);
        found("UPDATE flow SET version = 'x'", "version is Optional[x], by its facts Optional[" + version + "].");
    }

    @Test
    void a_wrong_key() {
        found("UPDATE flow SET key = NULL", "key is Optional.empty, by its facts Optional[key of f].");
    }

    @Test
    void a_wrong_number_of_facts() {
        int seq = store.state(flow).seq();
        found("UPDATE flow SET seq = seq + 1", "seq is " + (seq + 1) + ", by its facts " + seq + ".");
    }

    @Test
    void a_missing_row_of_the_outbox() {
        found(
                "DELETE FROM outbox WHERE action = 'failing'",
                "table outbox lacks action 'failing', kind action, attempt 2, uncertain.");
    }

    @Test
    void a_missing_deadline() {
        found(
                "DELETE FROM outbox WHERE kind = 'deadline'",
                "table outbox lacks the flow itself, kind deadline, attempt 1.");
    }

    @Test
    void a_row_of_the_outbox_too_many() {
        found(
                "INSERT INTO outbox (flow_id, action, kind, definition, destination, attempt, due_at)"
                        + " SELECT id, 'done', 'action', 'f', '', 1, 0 FROM flow",
                "table outbox has action 'done', kind action, attempt 1, which its facts do not.");
    }

    @Test
    void a_wrong_attempt_number() {
        found(
                "UPDATE outbox SET attempt = 1 WHERE action = 'failing'",
                "table outbox lacks action 'failing', kind action, attempt 2, uncertain.",
                "table outbox has action 'failing', kind action, attempt 1, uncertain, which its facts do not.");
    }

    @Test
    void a_forgotten_uncertainty() {
        found(
                "UPDATE outbox SET uncertain = 0 WHERE action = 'failing'",
                "table outbox lacks action 'failing', kind action, attempt 2, uncertain.",
                "table outbox has action 'failing', kind action, attempt 2, which its facts do not.");
    }

    @Test
    void a_missing_dead_letter() {
        found(
                "DELETE FROM dead",
                "table dead lacks action 'dead', dead after attempt 1 by Wrong at 2026-11-22T10:00:00Z.");
    }

    @Test
    void a_dead_letter_too_many() {
        found(
                "INSERT INTO dead SELECT flow_id, 'done', 0, definition, type, message, outcome, attempts, at, 'f' FROM dead",
                "table dead has action 'done', dead after attempt 1 by Wrong at 2026-11-22T10:00:00Z, which its facts do"
                        + " not.");
    }

    @Test
    void a_lost_fact() {
        String second = store.tables()
                .rows("SELECT seq FROM fact ORDER BY seq LIMIT 1 OFFSET 1")
                .get(0);
        found(
                "DELETE FROM fact WHERE seq = (SELECT min(seq) FROM fact)",
                "its facts cannot be folded: flow " + flow + " has a gap in its facts before " + second + ".");
    }

    @Test
    void a_lost_flow() {
        found(
                "DELETE FROM flow",
                "table dead has rows of it, but there is no such flow.",
                "table fact has rows of it, but there is no such flow.",
                "table outbox has rows of it, but there is no such flow.");
    }

    @Test
    void a_lost_event() {
        found("DELETE FROM event", "its event is gone.");
    }

    @Test
    void a_claim_of_nobody() {
        found(
                "INSERT INTO claim (id, flow_id, content, at) VALUES ('c', '" + Ids.HIGHEST + "', '1', 0)",
                "Flow " + Ids.HIGHEST + ": table claim has rows of it, but there is no such flow.");
    }

    @Test
    void a_lost_definition() {
        String version = store.tables().rows("SELECT version FROM flow").get(0);
        found(
                "DELETE FROM definition",
                "its facts cannot be folded: version " + version + " of f is not in the database.");
    }

    @Test
    void a_taken_row_of_an_ended_flow_is_no_damage_while_its_attempt_runs() {
        String other = store.begin("g", "a");
        store.taken("a");
        store.order(other, new Command.Cancel("ann", ""));
        store.verify();
        found(
                "UPDATE outbox SET cancelled = 0 WHERE action = 'a'",
                "Flow " + other + ": table outbox has action 'a', kind action, attempt 1, which its facts do not.");
    }

    @Test
    void all_pages_are_read() {
        for (int i = 0; i < 600; i++) {
            store.journal().accept(Coming.event("e" + i).starts("g", "a").incoming());
            if (i % 10 == 9) {
                store.settled();
            }
        }
        store.verify();
        String last = store.tables()
                .rows("SELECT id FROM flow ORDER BY id DESC LIMIT 1")
                .get(0);
        found("UPDATE flow SET seq = 1 WHERE id = '" + last + "'", "Flow " + last + ": seq is 1, by its facts 3.");
        store.tables().change("DELETE FROM flow WHERE id = '" + last + "'");
        assertEquals(2, store.differences().size(), () -> String.valueOf(store.differences()));
    }

    @Test
    void it_reads_beside_the_running_journal_and_cannot_write() throws Exception {
        DataSource beside = TestDatabase.beside(folder);
        assertEquals(new Verification.Sum(1, 0), new Verification(beside).tell(Assertions::fail, flows -> {}));
        try (var connection = beside.getConnection()) {
            assertThrows(SQLException.class, () -> connection.createStatement().executeUpdate("DELETE FROM event"));
        }
        assertEquals(1, store.tables().count("event"));
    }
}
