package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.net.httpserver.HttpServer;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token of ours that comes with a request to a users' route. */
class TokenStaysHereTest {
    private static final String ROUTES =
            """
            - route:
                id: hook
                from:
                  uri: platform-http:/hook
                  steps:
                    - removeHeaders: { pattern: "CamelHttp*" }
                    - to: "vertx-http:http://127.0.0.1:%d/"
                    - setBody: { simple: "given ${headers}" }
            """;

    @TempDir
    private Path folder;

    @Test
    void a_route_that_calls_a_third_party_does_not_hand_on_the_callers_token() throws Exception {
        BlockingQueue<Map<String, List<String>>> received = new LinkedBlockingQueue<>();
        HttpServer thirdParty = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        thirdParty.createContext("/", exchange -> {
            received.add(Map.copyOf(exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        thirdParty.start();
        Token token = Token.make(new SecureRandom());
        Path file = Files.writeString(
                folder.resolve("tokens"),
                TokenLine.of("shop", Role.SENDER, token).toString());
        try (RunningCaravan caravan = RunningCaravan.start(
                folder,
                ROUTES.formatted(thirdParty.getAddress().getPort()),
                Map.of("caravan.tokens", file.toString()))) {
            HttpResponse<String> answer = caravan.send(caravan.to("/hook")
                    .header("Authorization", "Bearer " + token.text())
                    .header("X-Order", "7")
                    .POST(BodyPublishers.ofString("{}"))
                    .build());
            assertEquals(200, answer.statusCode());
            assertFalse(answer.body().contains(token.text()), answer.body());
            Map<String, List<String>> headers = received.poll(10, TimeUnit.SECONDS);
            assertNotNull(headers);
            assertEquals(List.of("7"), headers.get("X-order"));
            assertFalse(headers.containsKey("Authorization"), headers.toString());
        } finally {
            thirdParty.stop(0);
        }
    }
}
