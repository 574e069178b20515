package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.caravan.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A sandbox on a free port, its database in a directory of the test. */
final class RunningSandbox implements AutoCloseable {
    private static final String POSTGRES = "caravan.test.postgres";

    private final HikariDataSource dataSource;
    private final Sandbox sandbox;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningSandbox(Path directory) {
        this(directory, Clock.systemUTC());
    }

    RunningSandbox(Path directory, Clock clock) {
        dataSource = database(directory).isEmpty() ? sqlite(directory) : postgres(directory);
        sandbox = Sandbox.open(dataSource, clock);
        Router router = Router.router(vertx);
        sandbox.mount(vertx, router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The JDBC URL of the directory's PostgreSQL database; empty = SQLite. A child process is told it. */
    static String database(Path directory) {
        String told = System.getProperty(POSTGRES, "");
        return told.isEmpty() ? TestDatabase.url(directory).orElse("") : told;
    }

    private static HikariDataSource sqlite(Path directory) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(5_000);
        sqlite.setGetGeneratedKeys(false);
        sqlite.enforceForeignKeys(true);
        SQLiteDataSource files = new SQLiteDataSource(sqlite);
        files.setUrl("jdbc:sqlite:" + directory.resolve("sandbox.db"));
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(files);
        pool.setMaximumPoolSize(4);
        return new HikariDataSource(pool);
    }

    static String schema(Path directory) {
        return "sandbox_" + Integer.toHexString(directory.hashCode());
    }

    /** Each directory has its schema, as it has its file with SQLite. */
    private static HikariDataSource postgres(Path directory) {
        String schema = schema(directory);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(database(directory));
        pool.setConnectionInitSql("CREATE SCHEMA IF NOT EXISTS " + schema + "; SET search_path TO " + schema);
        pool.setMaximumPoolSize(4);
        return new HikariDataSource(pool);
    }

    /** A request with a token that is welcome; the caller may still change it. */
    HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer test-token");
    }

    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/sandbox" + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder sending(String verb, String path, String json) {
        return request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .method(verb, HttpRequest.BodyPublishers.ofString(json));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Reply::new);
    }

    /** The status line that answers a request the client library would not let pass. */
    String statusLine(String request) {
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            String head = request + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.actualPort();
    }

    Reply get(String path) {
        return send(request(path));
    }

    Reply post(String path, String json) {
        return send(sending("POST", path, json));
    }

    Reply patch(String path, String json) {
        return send(sending("PATCH", path, json));
    }

    Reply put(String path) {
        return send(sending("PUT", path, ""));
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    JsonNode slack(String method, String json) {
        return post("/slack/api/" + method, json).json();
    }

    JsonNode messages() {
        return get("/slack/messages?limit=1000").json().path("items");
    }

    void plant(String fault) {
        Reply reply = post("/faults", fault);
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.text());
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        sandbox.close();
        dataSource.close();
    }

    /** What came back. */
    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            return Json.read(text()).orElseThrow(() -> new AssertionError("Not JSON: " + status() + " " + text()));
        }
    }
}
