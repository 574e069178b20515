package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.crash.Balance;
import io.caravan.crash.Child;
import io.caravan.crash.Verify;
import io.caravan.postgres.PostgresServer;
import io.caravan.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Nodes in processes of their own, on one PostgreSQL that keeps its word about the disk. */
final class Cluster implements AutoCloseable {
    private static final String DATABASE = "caravan";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Troubles would use up a budget of nine attempts. */
    private static final List<String> ALWAYS = List.of(
            "caravan.sandbox=on",
            "caravan.database.user=caravan",
            "caravan.redelivery.maximum-redeliveries=-1",
            "caravan.redelivery.back-off-multiplier=1");

    private final Path folder;
    private final PostgresServer postgres;
    private final Map<String, Child> nodes = new TreeMap<>();

    Cluster(Path folder) {
        this.folder = folder;
        this.postgres = PostgresServer.in(folder.resolve("postgres"), Map.of());
        postgres.execute("postgres", "CREATE ROLE caravan LOGIN");
        postgres.execute("postgres", "CREATE DATABASE caravan OWNER caravan");
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Where the nodes find their database. */
    String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    private String[] properties(String name, String... more) {
        return Stream.of(
                        Stream.of("caravan.node=" + name, "caravan.database.url=" + url(postgres.port())),
                        ALWAYS.stream(),
                        Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    /** Starts a node of this name; the node is ready when the call returns. */
    Child start(String name, String... more) {
        Child child = Child.start(folder.resolve(name), properties(name, more));
        nodes.put(name, child);
        return child.standing();
    }

    /** Starts another main class as a node. */
    Child start(String name, Class<?> main, String word, String... more) {
        Child child = Child.as(main, List.of(word), folder.resolve(name), properties(name, more));
        nodes.put(name, child);
        return child.standing();
    }

    /** Starts nodes n1, n2, ... side by side. */
    Cluster startAll(int count, String... more) {
        for (int i = 1; i <= count; i++) {
            String name = "n" + i;
            nodes.put(name, Child.start(folder.resolve(name), properties(name, more)));
        }
        nodes.values().forEach(Child::standing);
        return this;
    }

    Child node(String name) {
        return nodes.get(name);
    }

    List<Child> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The first column of each row. */
    List<String> query(String sql) {
        return postgres.query(DATABASE, sql);
    }

    long number(String sql) {
        return Long.parseLong(query(sql).get(0));
    }

    long completed() {
        return number("SELECT count(*) FROM flow WHERE status = 'completed'");
    }

    /** The epoch under which the node takes rows. */
    long epoch(String name) {
        return number("SELECT max(epoch) FROM node WHERE name = '" + name + "'");
    }

    /** Waits until nobody holds rows under the epoch any more; the answer is how long that took from the given moment. */
    Duration awaitFreed(long epoch, long since) {
        Awaitility.await("rows of epoch " + epoch)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> number("SELECT count(*) FROM outbox WHERE lease_epoch = " + epoch) == 0);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Copies the shipped routes to a folder, where a version of them may be changed. */
    Path copyOfRoutes(String name) {
        Path from = Path.of("routes");
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
            return to;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Everything that was accepted is completed, nothing is lost, nothing was done twice without a mark; the sums. */
    Balance settle(Load load) {
        load.finish();
        int requests = load.sent();
        try {
            Awaitility.await(requests + " completed flows")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> completed() >= requests);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(
                    "of " + requests + " flows only " + completed() + " are completed\n" + story(), late);
        }
        assertEquals(List.of(), List.copyOf(load.requests().lostFrom(postgres.url(DATABASE))), "lost events");
        var address = new Database.Address(postgres.url(DATABASE), "", "");
        assertEquals(List.of(), Verify.complaints(Database.beside(address)), "the journal and the tables");
        Balance balance = Balance.of(nodes().get(0));
        assertEquals(List.of(), balance.complaints(requests), this::story);
        return balance;
    }

    /** What the nodes have said last, for a failed test. */
    String story() {
        var lines = new ArrayList<String>();
        lines.addAll(query("SELECT row(f.*)::text FROM flow f WHERE status <> 'completed' LIMIT 20"));
        lines.addAll(
                query(
                        "SELECT row(a.*)::text FROM fact a WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.flow_id ="
                                + " a.flow_id) AND flow_id IN (SELECT id FROM flow WHERE ended_at IS NULL) ORDER BY flow_id, seq LIMIT 60"));
        lines.addAll(query("SELECT row(w.*)::text FROM waiting w LIMIT 20"));
        lines.addAll(query("SELECT row(d.*)::text FROM dead d LIMIT 20"));
        lines.addAll(query("SELECT row(o.*)::text FROM outbox o LIMIT 20"));
        lines.addAll(query("SELECT row(n.*)::text FROM node n"));
        nodes.forEach((name, child) -> {
            List<String> log = child.log();
            log.subList(Math.max(0, log.size() - 30), log.size()).forEach(line -> lines.add(name + ": " + line));
        });
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        nodes.values().forEach(Child::close);
        postgres.close();
    }
}
