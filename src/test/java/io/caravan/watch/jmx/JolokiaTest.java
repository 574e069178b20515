package io.caravan.watch.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JMX over HTTP shows, lets people do, and refuses. */
class JolokiaTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from:
                  uri: flow:greet
                  parameters: { event: came }
                  steps:
                    - log: came
            - route:
                id: greet.hello
                from:
                  uri: flow:greet/hello
                  steps:
                    - setBody: { constant: hello }
            """;

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    @TempDir
    Path folder;

    private RunningCaravan caravan;

    @BeforeEach
    void start() throws IOException {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of());
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    private HttpResponse<String> ask(String json, String header, String value) {
        return caravan.send(caravan.toManagement("/observe/jolokia")
                .header(header, value)
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    private JsonNode ask(String json) {
        HttpResponse<String> response = ask(json, "Accept", "*/*");
        assertEquals(OK, response.statusCode(), response.body());
        return RunningCaravan.json(response);
    }

    private String bean(String pattern) {
        JsonNode found = ask("{\"type\":\"search\",\"mbean\":\"" + pattern + "\"}");
        assertEquals(1, found.path("value").size(), found.toString());
        return found.path("value").path(0).asText();
    }

    private JsonNode exec(String bean, String operation) {
        return ask("{\"type\":\"exec\",\"mbean\":\"" + bean.replace("\"", "\\\"") + "\",\"operation\":\"" + operation
                + "\"}");
    }

    private void done(String bean, String operation) {
        JsonNode answer = exec(bean, operation);
        assertEquals(OK, answer.path("status").asInt(), answer.toString());
    }

    private String begin() {
        return caravan.event("came", "{}").path("flows").path(0).path("id").asText();
    }

    @Test
    void routes_are_shown_by_their_definition_and_ours_beside_them() {
        String group = bean("org.apache.camel:type=routegroups,*");
        assertTrue(group.contains("name=\"greet\""), group);
        JsonNode definitions =
                RunningCaravan.json(caravan.observe("/observe/jolokia/read/" + bean("io.caravan:type=Definitions,*")));
        assertEquals(1, definitions.path("value").path("Applied").asInt(), definitions.toString());
        assertTrue(definitions.path("value").path("Versions").has("greet"), definitions.toString());
        JsonNode route = RunningCaravan.json(caravan.observe("/observe/jolokia/read/"
                + bean("org.apache.camel:type=routes,name=\\\"greet.hello\\\",*")
                        .replace("\"", "%22")));
        assertEquals("greet", route.path("value").path("RouteGroup").asText(), route.toString());
        String outbox = bean("io.caravan:type=Outbox,*");
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> RunningCaravan.json(caravan.observe("/observe/jolokia/read/" + outbox + "/Due"))
                                .path("value")
                                .asInt(-2),
                        due -> due == 0);
    }

    @Test
    void a_node_that_drains_takes_nothing_until_it_is_resumed() {
        String dispatcher = bean("io.caravan:type=Dispatcher,*");
        done(dispatcher, "drain");
        String flow = begin();
        caravan.await(flow, page -> state(page).equals("ready"));
        JsonNode draining = RunningCaravan.json(caravan.observe("/observe/health"));
        assertTrue(draining.toString().contains("\"draining\":true"), draining.toString());
        assertEquals("ready", state(caravan.read("/flows/" + flow)));
        done(dispatcher, "resume");
        caravan.flowAs(flow, "completed");
    }

    private static String state(JsonNode flow) {
        return RunningCaravan.action(flow, "hello").path("state").asText();
    }

    @Test
    void the_actions_of_a_stopped_route_wait_without_losing_attempts() {
        String route = bean("org.apache.camel:type=routes,name=\\\"greet.hello\\\",*");
        done(route, "stop()");
        String flow = begin();
        caravan.await(flow, page -> state(page).equals("ready"));
        done(route, "start()");
        JsonNode completed = caravan.flowAs(flow, "completed");
        assertEquals(
                1, RunningCaravan.action(completed, "hello").path("attempts").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"}",
                "{\"type\":\"write\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}",
                "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SystemProperties\"}",
                "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"InputArguments\"}",
                "{\"type\":\"exec\",\"mbean\":\"com.sun.management:type=DiagnosticCommand\",\"operation\":\"vmFlags\"}",
                "{\"type\":\"exec\",\"mbean\":\"com.sun.management:type=HotSpotDiagnostic\","
                        + "\"operation\":\"dumpHeap\",\"arguments\":[\"x\",true]}",
            })
    void what_is_not_named_by_the_rules_is_refused(String asked) {
        JsonNode answer = ask(asked);
        assertEquals(FORBIDDEN, answer.path("status").asInt(), answer.toString());
        assertFalse(answer.has("value"), answer.toString());
    }

    @Test
    void the_rest_of_what_hides_secrets_can_be_read() {
        JsonNode runtime = ask("{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\"}");
        assertFalse(runtime.path("value").path("SystemProperties").isObject(), runtime.toString());
        assertTrue(ask("{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"Uptime\"}")
                .path("value")
                .isNumber());
    }

    @Test
    void no_route_can_be_removed() {
        String route = bean("org.apache.camel:type=routes,name=\\\"greet.hello\\\",*");
        assertEquals(FORBIDDEN, exec(route, "remove()").path("status").asInt());
        String context = bean("org.apache.camel:type=context,*");
        assertEquals(FORBIDDEN, exec(context, "stop()").path("status").asInt());
    }

    @Test
    void routes_are_dumped_but_not_with_what_their_placeholders_stand_for() {
        String context = bean("org.apache.camel:type=context,*");
        done(context, "dumpRoutesAsXml()");
        for (String resolved : new String[] {"dumpRoutesAsXml(boolean)", "dumpRoutesAsXml(boolean,boolean)"}) {
            assertEquals(FORBIDDEN, exec(context, resolved).path("status").asInt(), resolved);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1@evil.example/"
            })
    void a_page_of_another_machine_gets_nothing(String origin) {
        String asked = "{\"type\":\"version\"}";
        assertEquals(FORBIDDEN, ask(asked, "Origin", origin).statusCode());
        assertEquals(FORBIDDEN, ask(asked, "Referer", origin).statusCode());
    }

    @Test
    void a_page_of_this_machine_is_answered() {
        assertEquals(
                OK,
                ask("{\"type\":\"version\"}", "Origin", "http://localhost:8888").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exec/java.lang:type=Memory/gc", "/write/x/y/1", "?p=exec/java.lang:type=Memory/gc"})
    void a_get_only_reads(String path) {
        assertEquals(405, caravan.observe("/observe/jolokia" + path).statusCode());
    }
}
