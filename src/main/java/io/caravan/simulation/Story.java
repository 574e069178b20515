package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Refusal;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a scenario. */
public final class Story {
    private final FlowState state;
    private final Chronicle chronicle;
    private final List<Call> calls;
    private final List<Event> sent;
    private final List<String> problems = new ArrayList<>();
    private Optional<Refusal> broken = Optional.empty();

    Story(FlowState state, Chronicle chronicle, List<Call> calls, List<Event> sent) {
        this.state = state;
        this.chronicle = chronicle;
        this.calls = calls;
        this.sent = sent;
    }

    void object(String problem) {
        problems.add(problem);
    }

    void breakOff(Refusal reason) {
        broken = Optional.of(reason);
    }

    /** Each way in which it is not what was expected, as a sentence with its place. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Why it could not be played to its end. */
    public Optional<Refusal> broken() {
        return broken;
    }

    /** That of the flow; {@code none} when none began. */
    public String status() {
        return state.seq() == 0 ? "none" : state.status().word();
    }

    /** How it ended, in some words. */
    public String summary() {
        String after =
                took().map(Telling::amount).map(amount -> " after " + amount).orElse("");
        return state.identity().definition() + ": " + (status().equals("none") ? "no flow began" : status() + after);
    }

    Optional<Duration> took() {
        return chronicle.turned();
    }

    Optional<Duration> settled(String action) {
        return chronicle.settled(action);
    }

    Optional<ActionProgress> action(String name) {
        return state.progress(name);
    }

    List<Call> calls() {
        return calls;
    }

    List<Event> sent() {
        return sent;
    }

    String reason() {
        return state.standing().reason();
    }

    static JsonNode result(ActionProgress progress) {
        return Json.tree(progress.result().map(Telling::json).orElse("null"));
    }

    /** All of it, for machines. */
    public ObjectNode json() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("flow", state.identity().definition()).put("status", status());
        json.put("begunAt", chronicle.begun().toString());
        json.put("took", took().map(Telling::amount).orElse(null));
        var timeline = json.putArray("timeline");
        for (Chronicle.Line line : chronicle.lines()) {
            timeline.addObject()
                    .put("after", Telling.amount(Duration.between(chronicle.begun(), line.at())))
                    .put("at", Telling.time(line.at()))
                    .put("action", line.action())
                    .put("what", line.what())
                    .put("waitingFor", line.waitingFor());
        }
        var actions = json.putArray("actions");
        state.actions().forEach((name, progress) -> {
            ObjectNode action = actions.addObject().put("name", name);
            action.put("state", progress.state().word()).put("attempts", progress.attempts());
            action.set("result", result(progress));
            action.put(
                    "error",
                    progress.error().map(error -> error.failure().message()).orElse(null));
        });
        var failures = json.putArray("problems");
        problems.forEach(failures::add);
        json.put("broken", broken.map(Refusal::toString).orElse(null));
        return json;
    }
}
