package io.caravan.simulation;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Item;
import io.caravan.flow.Nearest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The flow that is played: its definition and its routes. */
record Scene(TriggerRoute trigger, Definition definition, Map<String, ActionRoute> routes) {
    static Scene of(Registry.Routes routes, Scenario.Beginning beginning) {
        SortedMap<String, Definition> definitions = routes.definitions();
        String name = beginning
                .flow()
                .orElseThrow(
                        () -> new BrokenScenario(beginning.place(), "'flow' is missing: which flow is to be played?"));
        Definition definition = definitions.get(name);
        if (definition == null) {
            throw new BrokenScenario(
                    beginning.place(),
                    "There is no flow '" + name + "' among the routes"
                            + Nearest.meant(
                                    name,
                                    definitions.keySet(),
                                    "; there are " + String.join(", ", definitions.keySet()) + "."));
        }
        TriggerRoute trigger = routes.triggers().stream()
                .filter(each -> each.flow().equals(name))
                .findFirst()
                .orElseThrow();
        return new Scene(trigger, definition, routes.actions());
    }

    ActionRoute route(String action) {
        return routes.get(definition.name() + "/" + Item.action(action));
    }

    /** Refuses answers that nobody will ever ask for, because there is no such action. */
    void check(Scenario scenario) {
        scenario.answers().forEach((name, answers) -> {
            String action = Item.action(name);
            if (!name.contains(":") && !definition.actions().containsKey(action) && !action.equals("trigger")) {
                throw new BrokenScenario(
                        answers.place(),
                        "The flow " + definition.name() + " has no action '" + action + "'"
                                + Nearest.meant(
                                        action,
                                        definition.actions().keySet(),
                                        "; it has "
                                                + String.join(
                                                        ", ",
                                                        definition.actions().keySet())
                                                + ". Answers by URI contain a colon, like kamelet:slack-post-message-action."));
            }
        });
    }

    /** When the flow begins: without an event, when its schedule ticks next. */
    Instant start(Scenario.Beginning beginning) {
        if (beginning.event().isPresent()) {
            return beginning.at();
        }
        return trigger.schedule()
                .flatMap(schedule -> schedule.next(beginning.at()))
                .orElseThrow(() -> new BrokenScenario(
                        beginning.place(),
                        "'event' is missing: the flow " + definition.name() + " has no schedule that could begin it."));
    }

    /** The event that the flow begins with. */
    Event event(Scenario.Beginning beginning, EventForm form, Instant now) {
        if (beginning.event().isEmpty()) {
            return form.tick(definition.name(), now);
        }
        Optional<String> only = trigger.events().stream()
                .findFirst()
                .filter(type -> trigger.events().size() == 1);
        Event event = form.event(beginning.event().get(), only, now);
        if (!trigger.events().contains(event.type())) {
            throw new BrokenScenario(
                    beginning.place(),
                    "The flow " + definition.name() + " is not started by events of type '" + event.type() + "'"
                            + Nearest.meant(
                                    event.type(),
                                    trigger.events(),
                                    "; its trigger listens to " + String.join(", ", trigger.events()) + "."));
        }
        return event;
    }
}
