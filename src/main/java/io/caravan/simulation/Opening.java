package io.caravan.simulation;

import io.caravan.dispatch.Send;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Failure;
import io.caravan.flow.Lane;
import io.caravan.flow.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a trigger makes of the event.
 *
 * @param refused why no flow begins
 */
record Opening(Optional<String> refused, Command.Begin begin, List<Send> sends) {
    static Opening of(TriggerRoute trigger, Definition definition, Event event, Instant now) {
        Optional<String> key = Optional.empty();
        Optional<Lane> lane = Optional.empty();
        try {
            TriggerRoute.Verdict verdict = trigger.consider(event);
            if (verdict.unwanted().isPresent()) {
                return refused("the trigger does not want the event: "
                        + verdict.unwanted().get());
            }
            if (verdict.once().map(String::isBlank).orElse(false)) {
                return refused("its once key is blank for this event, which is parked");
            }
            key = verdict.key().filter(text -> !text.isBlank());
            lane = verdict.lane().filter(text -> !text.isBlank()).map(text -> new Lane(text, 1, false));
            TriggerRoute.Shape shape = trigger.shape(event);
            Optional<Payload> input = Optional.of(shape.input())
                    .filter(text -> !text.equals(event.data()))
                    .map(Payload::inline);
            var shaped = new TriggerResult.Shaped(
                    definition, input, trigger.deadline().map(now::plus));
            return new Opening(Optional.empty(), new Command.Begin(key, lane, shaped), shape.sends());
        } catch (RuntimeException thrown) {
            var threw = new TriggerResult.Threw(Failure.of(thrown));
            return new Opening(Optional.empty(), new Command.Begin(key, lane, threw), List.of());
        }
    }

    private static Opening refused(String reason) {
        var unwanted = new TriggerResult.Unwanted(reason);
        return new Opening(Optional.of(reason), new Command.Begin(Optional.empty(), unwanted), List.of());
    }
}
