package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Given;
import io.caravan.flow.Item;
import io.caravan.flow.Need;
import io.caravan.store.view.DeadLetterList;
import io.caravan.store.view.FactLine;
import io.caravan.store.view.FlowView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One dead letter as JSON: what its attempts were given, and how each of them ended. */
final class LetterPage {
    /** What ends an attempt. */
    private static final Set<String> ENDS = Set.of("retried", "died", "succeeded", "endedLate");

    private final DeadLetterList.Letter letter;
    private final FlowView.Flow flow;
    private final FlowView view;
    private final Redaction redaction;

    LetterPage(DeadLetterList.Letter letter, FlowView.Flow flow, FlowView view, Redaction redaction) {
        this.letter = letter;
        this.flow = flow;
        this.view = view;
        this.redaction = redaction;
    }

    ObjectNode json() {
        ObjectNode page = DeadLetterPage.letter(letter, redaction);
        page.putRawValue("input", new RawValue(redaction.input(view.input(flow))));
        body().ifPresent(body -> page.putRawValue("body", new RawValue(redaction.input(body))));
        ObjectNode needs = page.putObject("needs");
        for (Need need : flow.state()
                .action(letter.address().action())
                .map(Action::needs)
                .orElse(List.of())) {
            Optional<String> result = flow.state()
                    .progress(need.action())
                    .flatMap(ActionProgress::result)
                    .map(view::json)
                    .map(redaction::result);
            needs.putRawValue(need.action(), new RawValue(result.orElse("null")));
        }
        var history = page.putArray("history");
        String name = name();
        flow.facts().stream()
                .filter(line -> ENDS.contains(line.type())
                        && line.details().path("action").asText().equals(name))
                .forEach(line -> attempt(history.addObject(), line));
        return page;
    }

    /** The name among the flow's actions. */
    private String name() {
        DeadLetterList.Address address = letter.address();
        return address.item() > 0 ? Item.name(address.action(), address.item() - 1) : address.action();
    }

    /** What the route was given instead of the flow's input: its item, or the data of the event that it awaited. */
    private Optional<String> body() {
        Optional<Given> given = flow.state().progress(name()).map(ActionProgress::given);
        return given.flatMap(Given::item).map(view::json).or(() -> given.flatMap(Given::event)
                .map(view::eventData));
    }

    private void attempt(ObjectNode attempt, FactLine line) {
        var details = line.details();
        attempt.put("number", details.path("attempt").asInt())
                .put("at", line.at().toString())
                .put("outcome", outcome(line))
                .put("node", details.path("node").asText());
        if (details.has("error")) {
            ObjectNode error = attempt.putObject("error");
            error.put("type", details.path("error").asText())
                    .put("message", details.path("message").asText());
            redaction.message(error);
        } else {
            attempt.putNull("error");
        }
    }

    private static String outcome(FactLine line) {
        if (line.details().path("uncertain").asBoolean()) {
            return "uncertain";
        }
        return switch (line.type()) {
            case "retried" -> "retry";
            case "succeeded" -> "done";
            default -> line.details().path("outcome").asText();
        };
    }
}
