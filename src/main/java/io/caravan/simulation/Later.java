package io.caravan.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Command;
import io.caravan.flow.Payload;
import io.caravan.flow.Place;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What comes from outside some time after the flow's start: an event, or a person's act. */
record Later(Place place, Duration after, Optional<ObjectNode> event, Optional<Command> act) {
    private static final List<String> KINDS = List.of("event", "cancel", "replay", "skip", "resolve");
    private static final List<String> KNOWN =
            List.of("after", "event", "cancel", "replay", "skip", "resolve", "result", "note", "by");

    static Later read(Entries entries) {
        entries.only("what comes later", KNOWN);
        List<String> said =
                KINDS.stream().filter(each -> entries.node(each).isPresent()).toList();
        if (said.size() != 1) {
            throw entries.broken("What comes later is one of " + String.join(", ", KINDS) + ".");
        }
        if (entries.node("result").isPresent() != said.get(0).equals("resolve")) {
            throw entries.broken("A resolve has a 'result', the others have none.");
        }
        Duration after = entries.duration("after")
                .orElseThrow(() -> entries.broken("'after' is missing: how long after the flow's start?"));
        if (said.get(0).equals("event")) {
            return new Later(entries.place(), after, Optional.of(event(entries)), Optional.empty());
        }
        return new Later(entries.place(), after, Optional.empty(), Optional.of(act(entries, said.get(0))));
    }

    private static ObjectNode event(Entries entries) {
        if (entries.json("event").orElseThrow() instanceof ObjectNode event
                && (event.hasNonNull("type") || event.hasNonNull("name"))) {
            return event;
        }
        throw entries.broken(
                "event", "An event that comes later is a mapping with its 'type', e.g. {type: order.paid, data: {}}.");
    }

    private static Command act(Entries entries, String kind) {
        String what = entries.text(kind).orElse("");
        String by = entries.text("by").orElse("somebody");
        String note = entries.text("note").orElse("");
        return switch (kind) {
            case "cancel" -> new Command.Cancel(by, note.isEmpty() && !what.equals("true") ? what : note);
            case "replay" -> new Command.Replay(what, by, note);
            case "skip" -> new Command.Skip(what, by, note);
            default ->
                new Command.Resolve(
                        what, Payload.inline(Json.write(entries.json("result").orElseThrow())), by, note);
        };
    }

    /** How it is told. */
    String words() {
        return act.map(command -> {
                    if (command instanceof Command.Cancel cancel) {
                        return cancel.by() + " cancels the flow";
                    }
                    if (command instanceof Command.Replay replay) {
                        return replay.by() + " replays " + replay.action();
                    }
                    if (command instanceof Command.Skip skip) {
                        return skip.by() + " skips " + skip.action();
                    }
                    return command instanceof Command.Resolve resolve
                            ? resolve.by() + " resolves " + resolve.action()
                            : "";
                })
                .orElse("");
    }
}
