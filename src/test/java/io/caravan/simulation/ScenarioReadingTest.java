package io.caravan.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the file of a scenario may say, and what is said of a mistake in it. */
class ScenarioReadingTest {
    private static Scenario read(String yaml) {
        return ScenarioReading.read("s.test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    flo: a                                          | 2: 'flo' is not known in a scenario; did you mean 'flow'?
                    - flow                                          | 2: A scenario must be a mapping, like 'name: value'.
                    flow: { a: b                                    | 3: This is not YAML: expected ',' or '}', but got <stream end>.
                    flow: [a]                                       | 2: 'flow' must be a text.
                    event: placed                                   | 2: 'event' must be a mapping, e.g. {type: order.placed, data: {}}.
                    at: tomorrow                                    | 2: 'at' must be a moment like 2026-12-01T10:00:00Z, not 'tomorrow'.
                    answers: [a]                                    | 2: 'answers' must be a mapping, like 'name: value'.
                    answers: { a: b }                               | 2: An answer must be a mapping, like 'name: value'.
                    answers: { a: { after: 1s } }                   | 2: An answer has one of result, outcome, status or exception; a status may have a result.
                    answers: { a: { result: 1, outcome: done } }    | 2: An answer has one of result, outcome, status or exception; a status may have a result.
                    answers: { a: { outcome: rety } }               | 2: 'rety' is no outcome; it is one of done, retry, rejected, uncertain, unavailable.
                    answers: { a: { outcome: retry, after: 30 } }   | 2: 'after' must be a duration with its unit, e.g. 30s, 2h or 1d, not '30'.
                    answers: { a: { outcome: done, after: 30s } }   | 2: An answer that is done has no 'after'; leave it out.
                    answers: { a: { exception: a.B, after: 30s } }  | 2: An exception says no time; give an outcome with 'after' instead.
                    answers: { a: { status: many } }                | 2: 'status' must be a whole number, not 'many'.
                    answers: { a: { result: 1, taeks: 1s } }        | 2: 'taeks' is not known in an answer; did you mean 'takes'?
                    later: [ { cancel: x } ]                        | 2: 'after' is missing: how long after the flow's start?
                    later: [ { after: 1h } ]                        | 2: What comes later is one of event, cancel, replay, skip, resolve.
                    later: [ { after: 1h, resolve: a } ]            | 2: A resolve has a 'result', the others have none.
                    later: [ { after: 1h, skip: a, result: 1 } ]    | 2: A resolve has a 'result', the others have none.
                    later: [ { after: 1h, event: { data: 1 } } ]    | 2: An event that comes later is a mapping with its 'type', e.g. {type: order.paid, data: {}}.
                    expect: { status: complete }                    | 2: 'complete' is none of running, completed, failed, cancelled, none; did you mean 'completed'?
                    expect: { stats: x }                            | 2: 'stats' is not known in what is expected; did you mean 'status'?
                    expect: { actions: { a: done } }                | 2: 'done' is none of waiting, ready, running, retrying, uncertain, succeeded, skipped, dead, cancelled.
                    expect: { actions: { a: { tries: 1 } } }        | 2: 'tries' is not known in an action; it knows state, attempts, result, error, after, within.
                    expect: { asked: [ { with: {} } ] }             | 2: 'to' is missing: which URI was asked, like kamelet:slack-post-message-action?
                    expect: { sent: [ { data: {} } ] }              | 2: What was sent is either an 'event' with its type or a 'flow' with its name.
                    """)
    void a_mistake_is_told_with_its_line(String yaml, String told) {
        var broken = assertThrows(BrokenScenario.class, () -> read("# a scenario\n" + yaml + "\n"));
        assertEquals("s.test.yaml:" + told, broken.getMessage());
    }

    @Test
    void an_empty_file_is_told() {
        var broken = assertThrows(BrokenScenario.class, () -> read("# nothing\n"));
        assertEquals("s.test.yaml: There is nothing in this file.", broken.getMessage());
    }

    @Test
    void a_key_that_stands_twice_is_refused() {
        var broken = assertThrows(BrokenScenario.class, () -> read("flow: a\nflow: b\n"));
        assertEquals(2, broken.reason().place().line());
    }

    @Test
    void flow_and_event_of_the_command_line_win() throws Exception {
        Scenario written = read("flow: a\nevent: { type: x }\nat: 2026-03-01T00:00:00Z\n");
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), written.beginning().at());
        Scenario other = written.of(
                Optional.of("b"),
                Optional.of(ScenarioReading.event("EVENT", "{type: y}".getBytes(StandardCharsets.UTF_8))));
        assertEquals(Optional.of("b"), other.beginning().flow());
        assertEquals(
                Optional.of(new ObjectMapper().readTree("{\"type\":\"y\"}")),
                other.beginning().event());
        assertEquals(written, written.of(Optional.empty(), Optional.empty()));
        assertEquals(
                Optional.empty(),
                written.of(Optional.of("b"), Optional.empty()).beginning().event(),
                "it was for another flow");
    }

    @Test
    void an_event_is_an_object() {
        var broken = assertThrows(
                BrokenScenario.class, () -> ScenarioReading.event("EVENT", "[1]".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "EVENT:1: An event is an object, e.g. {\"type\": \"order.placed\", \"data\": {}}.",
                broken.getMessage());
    }
}
