package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Third parties fail in every way while their tokens are known: no token is in a log, an answer, or JMX. */
class SecrecyTest {
    private static final String SLACK = "xoxb-1234-very-secret";
    private static final String WEBHOOK = "T1/B1/a-very-secret-webhook";
    private static final String HUBSPOT = "pat-na1-5678-very-secret";

    private static final String ROUTES =
            """
            - route:
                id: tell
                from: { uri: flow:tell, parameters: { event: told }, steps: [ { log: "told" } ] }
            - route:
                id: tell.slack
                from:
                  uri: flow:tell/slack
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "hello" } }
            - route:
                id: tell.webhook
                from:
                  uri: flow:tell/webhook
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - to: { uri: kamelet:slack-webhook-sink, parameters: { text: "hello" } }
            - route:
                id: tell.hubspot
                from:
                  uri: flow:tell/hubspot
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - setBody: { constant: '{"email":"ada@example.org"}' }
                    - unmarshal: { json: { library: Jackson } }
                    - to: kamelet:hubspot-upsert-contact-action
            """;

    /** Keeps all that is logged, as it is printed. */
    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @TempDir
    private Path folder;

    private final Everything log = new Everything();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private HttpServer rude;

    @BeforeEach
    void serve() throws Exception {
        log.setContext(root.getLoggerContext());
        log.start();
        root.addAppender(log);
        rude = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        rude.createContext("/", exchange -> {
            String sent = exchange.getRequestHeaders().getFirst("Authorization") + exchange.getRequestURI();
            byte[] body = ("{\"status\":\"error\",\"category\":\"X\",\"message\":\"what is " + sent
                            + "?\",\"ok\":false," + "\"error\":\"no_such_thing " + sent + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        rude.start();
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        rude.stop(0);
    }

    @Test
    void not_even_a_third_party_that_repeats_the_token_gives_it_away() throws Exception {
        everywhere("http://127.0.0.1:" + rude.getAddress().getPort());
    }

    @Test
    void a_third_party_that_is_not_there_gives_no_token_away() throws Exception {
        everywhere("http://127.0.0.1:" + FreePort.next());
    }

    private void everywhere(String thirdParty) throws Exception {
        Map<String, String> settings = Map.of(
                "caravan.sandbox", "off",
                "caravan.slack.url", thirdParty,
                "caravan.slack.token", SLACK,
                "caravan.slack.webhook-url", thirdParty,
                "caravan.slack.webhook-secret", WEBHOOK,
                "caravan.hubspot.url", thirdParty,
                "caravan.hubspot.token", HUBSPOT);
        try (RunningCaravan caravan = RunningCaravan.start(folder, ROUTES, settings)) {
            JsonNode flow = caravan.flow("told", "{}", "failed");
            String id = flow.path("id").asText();
            caravan.await(id, page -> page.findValuesAsText("state").stream()
                    .allMatch(state -> List.of("dead", "arrived", "uncertain").contains(state)));
            for (String path : List.of("/flows/" + id, "/dead-letters", "/dead-letters/groups", "/definitions/tell")) {
                HttpResponse<String> answer = caravan.get(path);
                assertEquals(200, answer.statusCode());
                silent(path, answer.body());
            }
            mbeans();
        }
        assertFalse(log.lines.isEmpty());
        log.lines.forEach(line -> silent("log", line));
    }

    private static void silent(String where, String text) {
        assertFalse(
                text.contains(SLACK) || text.contains(HUBSPOT) || text.contains("very-secret-webhook"),
                where + ": " + text);
    }

    private static void mbeans() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            silent("JMX", name.toString());
            try {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    if (attribute.isReadable()) {
                        silent("JMX " + name, String.valueOf(server.getAttribute(name, attribute.getName())));
                    }
                }
            } catch (JMException | RuntimeException unreadable) {
                // what cannot be read tells nothing
            }
        }
    }
}
