package io.caravan.dispatch;

import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Failure;
import io.caravan.flow.Payload;
import io.caravan.store.Ids;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.Incoming.FlowId;
import io.caravan.store.journal.Incoming.Parking;
import io.caravan.store.journal.Incoming.Start;
import io.caravan.store.journal.LaneKey;
import io.caravan.store.journal.OnceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one trigger makes of one event. */
final class Shaping {
    /** What came of it; at most one of flow and parking. */
    record Shaped(Optional<Start> start, Optional<Parking> parking, List<Send> sends) {
        static final Shaped NOTHING = new Shaped(Optional.empty(), Optional.empty(), List.of());
    }

    private static final TriggerRoute.Verdict NOT_YET =
            new TriggerRoute.Verdict(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final TriggerRoute trigger;
    private final Definition definition;
    private final Event event;
    private final Instant now;
    /** Made before the steps run: the time within it is that of the trigger's begin. */
    private final String flow = Ids.next();

    private volatile TriggerRoute.Verdict considered = NOT_YET;

    Shaping(Registry.Start start, Event event, Instant now) {
        this.trigger = start.trigger();
        this.definition = start.definition();
        this.event = event;
        this.now = now;
    }

    /** Never throws: a trigger that does becomes a flow whose action {@code trigger} is dead. */
    Shaped shape() {
        TriggerRoute.Verdict verdict;
        try {
            verdict = trigger.consider(event);
        } catch (Exception thrown) {
            return threw(thrown);
        }
        if (verdict.unwanted().isPresent()) {
            return Shaped.NOTHING;
        }
        if (verdict.once().map(String::isBlank).orElse(false)) {
            var parking = new Parking(
                    trigger.flow(), "the once key of flow '" + trigger.flow() + "' is blank for this event");
            return new Shaped(Optional.empty(), Optional.of(parking), List.of());
        }
        considered = verdict;
        try {
            TriggerRoute.Shape shape = trigger.shape(event);
            var claims = new ArrayList<Claim>();
            return begin(verdict, result(shape, claims), claims, shape.sends());
        } catch (Exception thrown) {
            return threw(thrown);
        }
    }

    /** The flow of a trigger that failed or did not finish; it keeps what had been evaluated. */
    Shaped threw(Throwable thrown) {
        return begin(considered, new TriggerResult.Threw(Failure.of(thrown)), List.of(), List.of());
    }

    private Shaped begin(TriggerRoute.Verdict verdict, TriggerResult result, List<Claim> claims, List<Send> sends) {
        Optional<String> key = verdict.key().filter(text -> !text.isBlank());
        var start = new Start(
                new FlowId(flow, trigger.flow()), keys(verdict), new Command.Begin(key, result), List.of(), claims);
        return new Shaped(Optional.of(start), Optional.empty(), sends);
    }

    private Incoming.Keys keys(TriggerRoute.Verdict verdict) {
        Optional<Instant> until = trigger.onceWithin().map(now::plus);
        return new Incoming.Keys(
                verdict.once().map(key -> new OnceKey(trigger.flow(), key, until)),
                verdict.lane().filter(key -> !key.isBlank()).map(key -> new LaneKey(trigger.flow(), key)));
    }

    private TriggerResult result(TriggerRoute.Shape shape, List<Claim> claims) {
        if (Claims.isTooLarge(shape.input())) {
            throw new InputTooLarge();
        }
        Optional<Payload> input = shape.input().equals(event.data())
                ? Optional.empty()
                : Optional.of(Claims.payload(shape.input(), claims));
        return new TriggerResult.Shaped(definition, input, trigger.deadline().map(now::plus));
    }
}
