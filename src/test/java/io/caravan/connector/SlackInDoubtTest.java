package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows of a whole Caravan with its sandbox: what the receiver has counted in the end. */
final class SlackInDoubtTest {
    private static final String ROUTES =
            """
            - route:
                id: news
                from: { uri: flow:news, parameters: { event: news }, steps: [ { log: "news" } ] }
            - route:
                id: news.post
                from:
                  uri: flow:news/post
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: "#news", text: "${body[text]}", readBackDelay: 20 }
            - route:
                id: news.reply
                from:
                  uri: flow:news/reply
                  parameters: { needs: post }
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters:
                          channel: "${variable.post[channel]}"
                          thread: "${variable.post[ts]}"
                          text: "more"
                          readBackDelay: 20
            - route:
                id: room
                from: { uri: flow:room, parameters: { event: room }, steps: [ { log: "room" } ] }
            - route:
                id: room.make
                from:
                  uri: flow:room/make
                  steps:
                    - to: { uri: kamelet:slack-create-channel-action, parameters: { name: "${body[name]}" } }
            - route:
                id: room.who
                from: { uri: flow:room/who, steps: [ { to: kamelet:slack-user-by-email-action } ] }
            - route:
                id: room.invite
                from:
                  uri: flow:room/invite
                  parameters: { needs: "make,who" }
                  steps:
                    - to:
                        uri: kamelet:slack-invite-action
                        parameters: { channel: "${variable.make[id]}", users: "${variable.who[id]}" }
            - route:
                id: room.welcome
                from:
                  uri: flow:room/welcome
                  parameters: { needs: make }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { channel: "${variable.make[id]}", text: "draft" } }
            - route:
                id: room.rewrite
                from:
                  uri: flow:room/rewrite
                  parameters: { needs: welcome }
                  steps:
                    - to:
                        uri: kamelet:slack-update-message-action
                        parameters: { channel: "${variable.welcome[channel]}", ts: "${variable.welcome[ts]}", text: "final" }
            - route:
                id: room.hook
                from:
                  uri: flow:room/hook
                  steps: [ { to: { uri: kamelet:slack-webhook-sink, parameters: { text: "hooked" } } } ]
            """;

    private static RunningCaravan caravan;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.redelivery.maximum-redeliveries", "8"));
    }

    @AfterEach
    void mend() {
        caravan.send(caravan.to("/sandbox/faults").DELETE().build());
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"method":"chat.postMessage","drop":true,"apply":true,"count":2}
                    {"method":"chat.postMessage","drop":true,"apply":false,"count":2}
                    {"method":"chat.postMessage","status":503,"body":"<html>","apply":true,"count":2}
                    {"method":"chat.postMessage","status":200,"body":{"ok":false,"error":"internal_error"},"apply":true,"count":2}
                    {"method":"chat.postMessage","status":200,"body":{"ok":false,"error":"internal_error"},"apply":false,"count":2}
                    """)
    void the_receiver_has_each_message_once(String fault) {
        int before = received().path("messages").asInt();
        plant(fault);

        JsonNode flow = caravan.flow("news", "{\"text\":\"hello\"}", "completed");

        assertEquals(2, received().path("messages").asInt() - before);
        assertEquals(0, received().path("repeated").size());
        assertTrue(RunningCaravan.action(flow, "post").path("attempts").asInt() > 1);
        assertTrue(RunningCaravan.action(flow, "post")
                .at("/result/permalink")
                .asText()
                .startsWith("https://"));
    }

    @Test
    void a_channel_is_made_once_and_everybody_and_everything_is_in_it() {
        plant("{\"method\":\"conversations.create\",\"drop\":true,\"apply\":true,\"count\":1}");
        plant("{\"method\":\"conversations.invite\",\"drop\":true,\"apply\":true,\"count\":1}");
        plant("{\"method\":\"chat.update\",\"drop\":true,\"apply\":true,\"count\":1}");

        JsonNode flow =
                caravan.flow("room", "{\"name\":\"Deal 4711: ACME\",\"email\":\"ada@example.org\"}", "completed");

        JsonNode made = RunningCaravan.action(flow, "make").path("result");
        assertEquals("deal-4711-acme", made.path("name").asText());
        assertEquals(false, made.path("new").asBoolean(true));
        assertEquals(
                1, RunningCaravan.action(flow, "invite").at("/result/present").size());
        assertEquals(
                1,
                caravan.read("/sandbox/slack/messages?limit=1000").path("items").findValuesAsText("text").stream()
                        .filter("final"::equals)
                        .count());
        assertTrue(RunningCaravan.action(flow, "hook").path("result").isNull());
    }

    private static JsonNode received() {
        return caravan.read("/sandbox/slack/effects");
    }

    private static void plant(String fault) {
        var planted = caravan.send(caravan.to("/sandbox/faults")
                .POST(BodyPublishers.ofString(fault))
                .build());
        assertEquals(201, planted.statusCode(), planted.body());
    }
}
