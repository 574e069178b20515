package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Event;
import io.caravan.flow.Nearest;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what is expected: of the flow, its actions, what third parties were asked, and the events that it has sent. */
final class ExpectationReading {
    private static final List<String> KNOWN =
            List.of("status", "after", "within", "reason", "actions", "asked", "sent");
    private static final List<String> OF_ACTION = List.of("state", "attempts", "result", "error", "after", "within");
    private static final List<String> OF_CALL = List.of("to", "action", "with", "body", "times");
    private static final List<String> OF_EVENT = List.of("event", "flow", "data", "times");
    private static final List<String> STATUSES = List.of("running", "completed", "failed", "cancelled", "none");
    private static final List<String> STATES = List.of(
            "waiting", "ready", "running", "retrying", "uncertain", "succeeded", "skipped", "dead", "cancelled");

    private final List<Expectation> expectations = new ArrayList<>();

    private ExpectationReading() {}

    static List<Expectation> read(Entries expect) {
        var reading = new ExpectationReading();
        reading.flow(expect.only("what is expected", KNOWN));
        expect.entries("actions").ifPresent(actions -> actions.all()
                .forEach((name, entry) -> reading.action(actions, name, entry.getValueNode())));
        String file = expect.place().file();
        expect.list("asked").forEach(each -> reading.call(new Entries(file, each, "What was asked")));
        expect.list("sent").forEach(each -> reading.event(new Entries(file, each, "What was sent")));
        return List.copyOf(reading.expectations);
    }

    private void flow(Entries expect) {
        word(expect, "status", STATUSES).ifPresent(wanted -> same(expect, "status", "the flow", wanted, Story::status));
        time(expect, "the flow came to its status", Story::took);
        expect.text("reason").ifPresent(part -> contains(expect, "reason", "the flow's reason", part, Story::reason));
    }

    private void action(Entries actions, String name, Node value) {
        if (value instanceof ScalarNode) {
            word(actions, name, STATES).ifPresent(wanted -> same(actions, name, "action " + name, wanted, state(name)));
            return;
        }
        Entries expect = new Entries(actions.place().file(), value, "'" + name + "'").only("an action", OF_ACTION);
        word(expect, "state", STATES).ifPresent(wanted -> same(expect, "state", "action " + name, wanted, state(name)));
        expect.number("attempts")
                .ifPresent(wanted -> same(
                        expect,
                        "attempts",
                        "the number of attempts of " + name,
                        Integer.toString(wanted),
                        of(name, progress -> Integer.toString(progress.attempts()))));
        expect.json("result")
                .ifPresent(wanted -> add(
                        expect,
                        "result",
                        story -> story.action(name)
                                        .map(Story::result)
                                        .filter(result -> Matching.matches(wanted, result))
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of("the result of " + name + " is "
                                        + story.action(name)
                                                .map(Story::result)
                                                .map(Json::write)
                                                .orElse("none") + ", expected was "
                                        + Json.write(wanted) + ".")));
        expect.text("error")
                .ifPresent(part ->
                        contains(expect, "error", "the error of " + name, part, of(name, progress -> progress.error()
                                .map(error -> error.failure().type() + ": "
                                        + error.failure().message())
                                .orElse("none"))));
        time(expect, "the last that happened to " + name + " came", story -> story.settled(name));
    }

    private static Function<Story, String> state(String name) {
        return of(name, progress -> progress.state().word());
    }

    private static Function<Story, String> of(String name, Function<ActionProgress, String> what) {
        return story -> story.action(name).map(what).orElse("missing");
    }

    private void call(Entries expect) {
        expect.only("what was asked", OF_CALL);
        String uri = Script.plain(expect.text("to")
                .orElseThrow(() -> expect.broken(
                        "'to' is missing: which URI was asked, like kamelet:slack-post-message-action?")));
        Optional<String> action = expect.text("action");
        Optional<JsonNode> with = expect.json("with");
        Optional<JsonNode> body = expect.json("body");
        counted(expect, uri + " was asked like this", story -> story.calls().stream()
                .filter(call -> call.uri().equals(uri)
                        && action.map(call.action()::equals).orElse(true)
                        && with.map(wanted -> Matching.matches(wanted, call.parameters()))
                                .orElse(true)
                        && body.map(wanted -> Matching.matches(wanted, call.body()))
                                .orElse(true))
                .count());
    }

    private void event(Entries expect) {
        expect.only("what was sent", OF_EVENT);
        if (expect.node("event").isPresent() == expect.node("flow").isPresent()) {
            throw expect.broken("What was sent is either an 'event' with its type or a 'flow' with its name.");
        }
        String type = expect.text("event")
                .orElseGet(() -> "flow:" + expect.text("flow").orElseThrow());
        Optional<JsonNode> data = expect.json("data");
        counted(expect, type + " was sent like this", story -> story.sent().stream()
                .filter(event -> event.type().equals(type)
                        && data.map(wanted -> Matching.matches(wanted, data(event)))
                                .orElse(true))
                .count());
    }

    private static JsonNode data(Event event) {
        return Json.tree(event.data());
    }

    private void counted(Entries expect, String what, Function<Story, Long> count) {
        Optional<Integer> times = expect.number("times");
        expectations.add(new Expectation(expect.place(), story -> {
            long found = count.apply(story);
            boolean right = times.map(wanted -> wanted == found).orElse(found > 0);
            return right
                    ? Optional.empty()
                    : Optional.of(what + " " + times(found) + ", expected was "
                            + times.map(wanted -> times(wanted)).orElse("at least once") + ".");
        }));
    }

    private static String times(long count) {
        return count == 0 ? "never" : count == 1 ? "once" : count + " times";
    }

    private void time(Entries expect, String what, Function<Story, Optional<Duration>> moment) {
        expect.duration("after")
                .ifPresent(wanted -> add(
                        expect,
                        "after",
                        story -> moment.apply(story)
                                        .filter(took -> took.toSeconds() == wanted.toSeconds())
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(late(what, moment.apply(story), "after ", wanted))));
        expect.duration("within")
                .ifPresent(wanted -> add(
                        expect,
                        "within",
                        story -> moment.apply(story)
                                        .filter(took -> took.compareTo(wanted) <= 0)
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(late(what, moment.apply(story), "within ", wanted))));
    }

    private static String late(String what, Optional<Duration> took, String how, Duration wanted) {
        return what + " "
                + took.map(amount -> "after " + Telling.amount(amount)).orElse("never") + ", expected was " + how
                + Telling.amount(wanted) + ".";
    }

    private Optional<String> word(Entries expect, String name, List<String> words) {
        Optional<String> written = expect.text(name);
        written.filter(word -> !words.contains(word)).ifPresent(word -> {
            throw expect.broken(
                    name, "'" + word + "' is none of " + String.join(", ", words) + Nearest.meant(word, words, "."));
        });
        return written;
    }

    private void same(Entries expect, String name, String what, String wanted, Function<Story, String> actual) {
        add(expect, name, story -> Optional.of(actual.apply(story))
                .filter(found -> !found.equals(wanted))
                .map(found -> what + " is " + found + ", expected was " + wanted + "."));
    }

    private void contains(Entries expect, String name, String what, String part, Function<Story, String> actual) {
        add(expect, name, story -> Optional.of(actual.apply(story))
                .filter(found -> !found.contains(part))
                .map(found -> what + " is '" + found + "', expected was one that contains '" + part + "'."));
    }

    private void add(Entries expect, String name, Function<Story, Optional<String>> judgement) {
        expectations.add(new Expectation(expect.place(name), judgement));
    }
}
