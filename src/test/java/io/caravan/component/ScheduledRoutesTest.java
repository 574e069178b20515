package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.ConfigurationRefused;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers with a schedule, as users write them. */
class ScheduledRoutesTest {
    private static final String ROUTES =
            """
            - route:
                id: beat
                from:
                  uri: flow:beat
                  parameters: { schedule: "* * * * * *" }
                  steps:
                    - setBody: { simple: "${body[schedule]} at ${body[at]}, late ${body[late]}, ${variable.event[type]} ${variable.event[id]}" }
            - route:
                id: beat.act
                from:
                  uri: flow:beat/act
                  steps:
                    - log: beat
            - route:
                id: pulse
                from:
                  uri: flow:pulse
                  parameters: { schedule: "*/1 * * * * *" }
                  steps:
                    - log: pulse
            - route:
                id: pulse.act
                from:
                  uri: flow:pulse/act
                  steps:
                    - log: pulse
            - route:
                id: berlin
                from:
                  uri: flow:berlin
                  parameters: { event: berlin.asked, schedule: "{{caravan.test.cron}}", timeZone: Europe/Berlin }
                  steps:
                    - log: berlin
            - route:
                id: berlin.act
                from:
                  uri: flow:berlin/act
                  steps:
                    - log: berlin
            - route:
                id: eager
                from:
                  uri: flow:eager
                  parameters: { event: caravan.schedule }
                  steps:
                    - log: eager
            - route:
                id: eager.act
                from:
                  uri: flow:eager/act
                  steps:
                    - log: eager
            - route:
                id: stop
                from:
                  uri: platform-http:/stop
                  steps:
                    - to: controlbus:route?routeId=beat&action=stop
            - route:
                id: start
                from:
                  uri: platform-http:/start
                  steps:
                    - to: controlbus:route?routeId=beat&action=start
            """
                    .replace("*/1 * * * * *", "*/1 * * * * *");

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.test.cron", "0 9 * * MON-FRI"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    /** The newest first. */
    private static List<String> flows(String name) {
        return StreamSupport.stream(
                        caravan.read("/flows?name=" + name).path("items").spliterator(), false)
                .map(flow -> flow.path("id").asText())
                .toList();
    }

    private static void awaitTicksAfter(String name, List<String> before, int count) {
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> flows(name).stream()
                                .takeWhile(flow -> before.isEmpty() || !flow.equals(before.get(0)))
                                .count()
                        >= count);
    }

    @Test
    void a_tick_starts_its_flow_and_no_other() {
        awaitTicksAfter("beat", List.of(), 1);
        JsonNode flow = caravan.flowAs(flows("beat").get(0), "completed");
        JsonNode event = caravan.read("/events/" + flow.path("event").asText());
        String time = event.path("externalId").asText();
        assertEquals("/schedule/beat", event.path("source").asText());
        assertEquals("caravan.schedule", event.path("type").asText());
        assertEquals("beat", event.path("subject").asText());
        assertEquals(time, event.path("time").asText());
        assertEquals(1, event.path("flows").size());
        assertEquals(Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString(), time);
        assertEquals(
                "beat at " + time + ", late " + event.at("/data/late").asText() + ", caravan.schedule " + time,
                flow.path("input").asText());
        assertEquals("succeeded", action(flow, "act").path("state").asText());
        assertEquals(List.of(), flows("eager"));
    }

    @Test
    void a_stopped_route_does_not_tick_until_it_is_started_again() {
        awaitTicksAfter("beat", List.of(), 1);
        caravan.get("/stop");
        awaitTicksAfter("pulse", flows("pulse"), 1);
        List<String> before = flows("beat");
        awaitTicksAfter("pulse", flows("pulse"), 3);
        assertEquals(before, flows("beat"));
        caravan.get("/start");
        awaitTicksAfter("beat", before, 2);
    }

    @Test
    void a_definition_tells_its_schedule_and_its_next_tick() {
        JsonNode schedule = caravan.read("/definitions/berlin").path("schedule");
        assertEquals("0 9 * * MON-FRI", schedule.path("cron").asText());
        assertEquals("Europe/Berlin", schedule.path("timeZone").asText());
        Instant next = Instant.parse(schedule.path("next").asText());
        assertTrue(next.isAfter(Instant.now()));
        var there = next.atZone(ZoneId.of("Europe/Berlin"));
        assertEquals(LocalTime.of(9, 0), there.toLocalTime());
        assertFalse(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(there.getDayOfWeek()));
        assertTrue(caravan.read("/definitions/eager").path("schedule").isMissingNode());
    }

    @Test
    void a_trigger_with_a_schedule_may_be_started_by_events_as_well() {
        assertEquals(1, caravan.event("berlin.asked", "{}").path("flows").size());
    }

    @Test
    void a_placeholder_that_is_no_cron_expression_is_refused(@TempDir Path other) {
        String sentence = assertThrows(
                        ConfigurationRefused.class,
                        () -> RunningCaravan.start(other, ROUTES, Map.of("caravan.test.cron", "at nine")))
                .getMessage();
        assertTrue(sentence.contains("schedule 'at nine' cannot be used"), sentence);
    }
}
