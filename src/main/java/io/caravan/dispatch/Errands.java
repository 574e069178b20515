package io.caravan.dispatch;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Lane;
import io.caravan.flow.Trace;
import io.caravan.store.Json;
import io.caravan.store.outbox.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done beside a flow's actions: wake who awaits an event, cancel, leave a lane, announce an end. */
final class Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Settling settling;
    private final Clock clock;
    private final Announcer announcer;

    Errands(Settling settling, Clock clock, Announcer announcer) {
        this.settling = settling;
        this.clock = clock;
        this.announcer = announcer;
    }

    void wake(Taken taken) {
        settling.settle(taken, new Command.Wake(taken.key().action()));
    }

    void cancel(Taken taken) {
        settling.settle(taken, new Command.CancelOn("", ""));
    }

    void leave(Taken taken) {
        Lane lane = taken.state().standing().lane().orElseThrow();
        settling.settle(taken, new Command.Leave(taken.state().identity().definition(), lane));
    }

    /** Tells the end of a flow to whoever wants it; what is told twice has one id, which is that of the fact. */
    void announce(Taken taken) {
        Event event = lifeCycle(taken);
        announcer.announce(event).whenComplete((told, refused) -> {
            if (refused == null) {
                settling.settle(taken, new Command.Done());
            } else {
                LOG.warn(
                        "{} of {} is announced later: {}",
                        event.type(),
                        taken.state().id(),
                        refused.getMessage());
                settling.release(taken, LATER);
            }
        });
    }

    private Event lifeCycle(Taken taken) {
        FlowState state = taken.state();
        String status = taken.row().target().part();
        var data = Json.mapper().createObjectNode();
        data.put("flow", state.id()).put("name", state.identity().definition());
        data.put("status", status);
        data.put("key", state.standing().key().orElse(null));
        data.put("reason", state.standing().reason());
        data.put("event", taken.event().identity().externalId());
        return new Event(
                new Event.Identity(
                        io.caravan.store.Ids.next(),
                        "/flow/" + state.identity().definition(),
                        state.id() + "/" + taken.key().item()),
                new Event.Attributes(
                        Event.LIFE_CYCLE + status,
                        state.standing().key().or(() -> Optional.of(state.id())),
                        clock.instant(),
                        taken.event().attributes().correlation(),
                        taken.event()
                                .below(() -> Trace.span(state.id()))
                                .attributes()
                                .trace()),
                Json.write(data),
                taken.event().hops() + 1);
    }
}
