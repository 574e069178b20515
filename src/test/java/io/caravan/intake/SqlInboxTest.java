package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.caravan.postgres.TestDatabase;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Rounds;
import io.caravan.store.Tables;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.NotItsTurn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the inbox become events once and in order, whatever commits when and whichever node takes them. */
@Tag("postgres")
@Timeout(90)
class SqlInboxTest {
    private static final String DELETE = "DELETE FROM inbox";

    @TempDir
    private Path folder;

    private InboxNode first;
    private InboxNode second;
    private Tables tables;

    @BeforeEach
    void open() {
        first = new InboxNode(folder);
        second = new InboxNode(folder);
        tables = second.store().tables();
    }

    @AfterEach
    void close() {
        first.store().verify();
        first.close();
        second.close();
    }

    private Connection connect() throws SQLException {
        return TestDatabase.server().connect(TestDatabase.name(folder));
    }

    @Test
    void a_row_is_an_event_with_all_that_its_columns_say() {
        first.insert(
                "type, data, key, id, source, subject, time, correlation",
                "'t', '{\"n\": 1.50}', 'k', 'i', '/app', 's', '2026-01-31T12:00:00+01:00', 'c'");
        first.go();
        assertEquals(
                List.of("t|{\"n\":1.50}|i|/app|s|1769857200000|c"),
                tables.rows("SELECT type, data, external_id, source, subject, time, correlation FROM event"));
        assertEquals(0, tables.count("inbox"));
    }

    @Test
    void a_type_is_enough() {
        first.insert("type", "'t'");
        first.insert("type", "'t'");
        first.go();
        assertEquals(
                List.of("t|{}|/inbox", "t|{}|/inbox"),
                tables.rows("SELECT type, data, source FROM event WHERE subject IS NULL"));
    }

    @Test
    void a_row_goes_in_the_commit_in_which_its_event_comes() {
        first.insert("type", "'t'");
        Barriers.Stop stop = first.stops().after(DELETE);
        CompletableFuture<Duration> taking = first.beside();
        stop.awaitReached();
        assertEquals(1, tables.count("inbox"));
        assertEquals(0, tables.count("event"));
        stop.goOn();
        taking.join();
        assertEquals(0, tables.count("inbox"));
        assertEquals(1, tables.count("event"));
    }

    @Test
    void a_node_that_loses_its_database_in_between_loses_and_doubles_nothing() {
        first.insert("type", "'t'");
        Barriers.Stop stop = first.stops().after(DELETE);
        CompletableFuture<Duration> taking = first.beside();
        stop.awaitReached();
        TestDatabase.server()
                .query(
                        "postgres",
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                + TestDatabase.name(folder) + "' AND state = 'idle in transaction'");
        stop.goOn();
        taking.handle((rest, thrown) -> rest).join();
        Awaitility.await().until(() -> {
            second.go();
            return tables.count("inbox") == 0;
        });
        assertEquals(1, tables.count("event"));
    }

    @Test
    void what_commits_late_is_not_skipped() throws SQLException {
        try (Connection slow = connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO inbox (type, id) VALUES ('t', 'early')");
            first.insert("type, id", "'t', 'late'");
            first.go();
            assertEquals(List.of("late"), tables.rows("SELECT external_id FROM event"));
            slow.commit();
        }
        first.go();
        assertEquals(List.of("early", "late"), tables.rows("SELECT external_id FROM event ORDER BY external_id"));
    }

    @Test
    void while_one_node_takes_the_other_does_not() {
        first.insert("type", "'t'");
        Barriers.Stop stop = first.stops().before(DELETE);
        CompletableFuture<Duration> taking = first.beside();
        stop.awaitReached();
        first.insert("type", "'t'");
        second.go();
        assertEquals(2, tables.count("inbox"));
        stop.goOn();
        taking.join();
        first.inbox().close();
        second.empty();
        assertEquals(2, tables.count("event"));
    }

    @Test
    void while_nothing_comes_one_node_looks_in_one_transaction_and_the_others_ask_less_often() {
        Duration taker = first.go();
        String begun = turn("xact_start");
        assertEquals("t", turn("backend_xmin IS NULL"), "it holds back what the database may clear away");
        assertTrue(second.go().compareTo(taker.multipliedBy(2)) > 0);
        first.go();
        assertEquals(begun, turn("xact_start"));
        first.insert("type", "'t'");
        second.go();
        assertEquals(1, tables.count("inbox"));
        first.go();
        assertEquals(0, tables.count("inbox"));
        first.go();
        assertEquals(begun, turn("xact_start"));
        assertEquals("t", turn("backend_xmin IS NULL"), "it holds back what the database may clear away");
    }

    /** Of the taker's transaction. */
    private String turn(String column) {
        List<String> turns = TestDatabase.server()
                .query(
                        "postgres",
                        "SELECT " + column + " FROM pg_stat_activity WHERE datname = '" + TestDatabase.name(folder)
                                + "' AND state = 'idle in transaction'");
        assertEquals(1, turns.size(), turns.toString());
        return turns.get(0);
    }

    /** As after a pause of the first node that has cost it its turn. */
    @Test
    void two_nodes_that_take_the_same_row_accept_it_once() {
        first.insert("type, id, key", "'t', '1', 'k'");
        Barriers.Stop stop = first.stops().after(DELETE);
        CompletableFuture<Duration> taking = first.beside();
        stop.awaitReached();
        var other = second.store().journal().take(Coming.event("1", "t", "k").incoming(), number("1"));
        stop.goOn();
        taking.join();
        assertThrows(NotItsTurn.class, () -> OpenStore.answer(other));
        assertEquals(1, tables.count("event"));
    }

    private long number(String id) {
        return Long.parseLong(
                tables.rows("SELECT number FROM inbox WHERE id = '" + id + "'").get(0));
    }

    @Test
    void a_row_waits_for_the_earlier_ones_of_its_key_and_for_no_others() {
        first.insert("type, id, key", "'t', '1', 'k'");
        first.insert("type, id, key", "'t', '2', 'k'");
        first.insert("type, id, key", "'t', '3', 'other'");
        first.insert("type, id", "'t', '4'");
        assertThrows(NotItsTurn.class, () -> take("2"));
        take("3");
        take("4");
        take("1");
        take("2");
        assertEquals(0, tables.count("inbox"));
        assertEquals(4, tables.count("event"));
    }

    private void take(String id) {
        Incoming incoming = Coming.event(id, "t", "s").incoming();
        OpenStore.answer(first.store().journal().take(incoming, number(id)));
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                arguments("type, data", "'t', '{\"a\":'", "not JSON"),
                arguments("type, data", "'t', ''", "empty"),
                arguments("type, data", "'t', '\"a\\u0000\"'", "U+0000"),
                arguments("type, data", "'t', '\"' || repeat('x', 1048576) || '\"'", "1048576 bytes"),
                arguments("type", "' '", "'type' is blank"),
                arguments("type, subject", "'t', repeat('x', 1025)", "'subject' is longer"),
                arguments("type, time", "'t', 'infinity'", "'time' is endless"),
                arguments("type", "'unwelcome'", "refused by the database"));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void poison_is_parked_with_its_reason_and_blocks_nothing(String columns, String values, String reason) {
        tables.refuse("event", "NEW.type = 'unwelcome'");
        first.insert("id, key, " + columns, "'poison', 'k', " + values);
        first.insert("type, id, key", "'t', 'next of its key', 'k'");
        first.insert("type, id", "'t', 'next'");
        first.empty();
        assertEquals(
                List.of("next", "next of its key"), tables.rows("SELECT external_id FROM event ORDER BY external_id"));
        List<String> parked = tables.rows("SELECT id, reason FROM inbox_parked");
        assertEquals(1, parked.size());
        assertTrue(parked.get(0).startsWith("poison|") && parked.get(0).contains(reason), parked.get(0));
        assertEquals(1, first.inbox().parked());
    }

    /** The queue of a node takes ten events, so that many are refused at first. */
    @Test
    void two_nodes_take_everything_once_and_each_key_in_order() throws Exception {
        List<Thread> writers = IntStream.range(0, 3)
                .mapToObj(key -> new Thread(() -> insertMany("k" + key)))
                .toList();
        writers.forEach(Thread::start);
        Rounds one = Rounds.start("one", Duration.ofMillis(1), () -> hurry(first));
        Rounds other = Rounds.start("other", Duration.ofMillis(1), () -> hurry(second));
        try {
            for (Thread writer : writers) {
                writer.join();
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tables.count("inbox") == 0);
        } finally {
            one.close();
            other.close();
        }
        assertEquals(180, tables.count("event"));
        for (int key = 0; key < 3; key++) {
            String name = "k" + key;
            assertEquals(IntStream.range(0, 60).mapToObj(i -> name + "-" + i).toList(), first.lane(name));
        }
    }

    private static Duration hurry(InboxNode node) {
        node.go();
        node.inbox().close();
        return Duration.ofMillis(1);
    }

    /** Each row in a transaction of its own. */
    private void insertMany(String key) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 60; i++) {
                statement.execute("INSERT INTO inbox (type, key, subject, id) VALUES ('laned', '" + key + "', '" + key
                        + "', '" + key + "-" + i + "')");
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void a_role_may_insert_and_nothing_else() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS inbox_writer");
            statement.execute("CREATE ROLE inbox_writer");
            statement.execute(
                    "GRANT INSERT (type, data, key, id, source, subject, time, correlation) ON inbox TO inbox_writer");
            statement.execute("SET ROLE inbox_writer");
            statement.execute("INSERT INTO inbox (type, data, key) VALUES ('t', '{}', 'k')");
            for (String forbidden : List.of(
                    "SELECT * FROM inbox",
                    "DELETE FROM inbox",
                    "SELECT * FROM event",
                    "SELECT * FROM inbox_parked",
                    "INSERT INTO inbox (number, type) OVERRIDING SYSTEM VALUE VALUES (1, 't')")) {
                SQLException denied = assertThrows(SQLException.class, () -> statement.execute(forbidden), forbidden);
                assertEquals("42501", denied.getSQLState(), forbidden);
            }
            statement.execute("RESET ROLE");
            statement.execute("DROP OWNED BY inbox_writer");
            statement.execute("DROP ROLE inbox_writer");
        }
        first.go();
        assertEquals(1, tables.count("event"));
    }
}
