package io.caravan.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.RunningCaravan;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is read by GET is also there for HEAD, which wants no body. */
class HeadTest {
    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, "");
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static void same(HttpRequest.Builder request) {
        HttpResponse<String> read = caravan.send(request.GET().build());
        HttpResponse<String> head =
                caravan.send(request.method("HEAD", BodyPublishers.noBody()).build());
        assertEquals(read.statusCode(), head.statusCode(), request.build().uri().getPath());
        assertEquals(read.headers().firstValue("Content-Type"), head.headers().firstValue("Content-Type"));
        assertEquals("", head.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flows",
                "/flows/none",
                "/events",
                "/dead-letters/groups",
                "/definitions",
                "/generations",
                "/destinations",
                "/now",
                "/openapi.json",
                "/action-items/none",
                "/entitlements",
                "/sandbox/slack/messages",
                "/sandbox/faults"
            })
    void the_head_is_that_of_the_answer_to_a_get(String path) {
        same(caravan.to(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready", "/observe/metrics"})
    void also_on_the_management_port(String path) {
        same(caravan.toManagement(path));
    }

    @ParameterizedTest
    @EnumSource
    void each_version_of_http_leaves_the_body_away(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> head = client.send(
                    caravan.to("/flows").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            assertEquals("200 ", head.statusCode() + " " + head.body());
        }
    }

    @Test
    void a_stream_without_end_has_no_head() {
        HttpResponse<String> head = caravan.send(
                caravan.to("/live").method("HEAD", BodyPublishers.noBody()).build());
        assertEquals(405, head.statusCode());
        assertEquals("GET", head.headers().firstValue("Allow").orElse(""));
    }
}
