package io.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** A client with schedule requests, which remembers what it was answered. */
public final class Requests {
    private static final int AT_ONCE = 32;
    private static final int TEAMS = 40;

    private final Map<Integer, JsonNode> accepted = new ConcurrentHashMap<>();
    private final Semaphore mayGo = new Semaphore(AT_ONCE);

    /** Sends the requests with these numbers that have not been accepted yet; the answer comes when each has met its fate. */
    public CompletableFuture<Void> send(Child child, int from, int to) {
        var fates = IntStream.range(from, to)
                .filter(number -> !accepted.containsKey(number))
                .mapToObj(number -> one(child, number))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(fates);
    }

    /** Which of the requests up to this number have not been accepted yet. */
    public List<Integer> missing(int to) {
        return IntStream.range(0, to)
                .filter(number -> !accepted.containsKey(number))
                .boxed()
                .toList();
    }

    private CompletableFuture<?> one(Child child, int number) {
        mayGo.acquireUninterruptibly();
        return attempt(child, number).thenRun(mayGo::release);
    }

    /** Sends one request; the answer comes when it has met its fate. */
    public CompletableFuture<?> attempt(Child child, int number) {
        return child.post("/events", event(number)).handle((response, broken) -> {
            if (broken == null && response.statusCode() == 202) {
                accepted.put(number, Json.tree(response.body()));
            }
            return null;
        });
    }

    public static String event(int number) {
        return """
                {"type": "schedule.requested", "source": "/crash", "id": "request-%1$d", "data": {"requestId": "%1$d",
                 "email": "guest%1$d@example.org", "name": "Guest %1$d", "when": "2026-12-01T10:00:00Z",
                 "team": %2$d}}
                """
                .formatted(number, number % TEAMS);
    }

    private static final String STORED = """
            SELECT id FROM event
            """;

    /** The events that were accepted, but are not in the database of this folder (promise P1). */
    public Set<String> lostFrom(Path folder) {
        return lostFrom("jdbc:sqlite:" + folder.resolve("caravan.db"));
    }

    /** The same for the database with this address. */
    public Set<String> lostFrom(String url) {
        var missing = new TreeSet<String>();
        accepted.values().forEach(answer -> missing.add(answer.path("id").asText()));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(STORED)) {
            while (result.next()) {
                missing.remove(result.getString(1));
            }
            return missing;
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    public int accepted() {
        return accepted.size();
    }

    /** Sends everything once more; the answer is a sentence for each repeat that is not the duplicate of its first. */
    public List<String> repeat(Child child) {
        var complaints = new ArrayList<String>();
        accepted.forEach((number, first) -> {
            HttpResponse<String> response = child.post("/events", event(number)).join();
            JsonNode again = Json.tree(response.body());
            if (response.statusCode() != 202
                    || !again.path("duplicate").asBoolean()
                    || !again.path("id").equals(first.path("id"))
                    || !again.path("flows").equals(first.path("flows"))
                    || again.path("flows").size() != 1) {
                complaints.add("request " + number + ": first " + first + ", then " + again);
            }
        });
        return complaints;
    }
}
