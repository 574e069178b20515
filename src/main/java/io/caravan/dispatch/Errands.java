package io.caravan.dispatch;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Lane;
import io.caravan.flow.Trace;
import io.caravan.store.Json;
import io.caravan.store.journal.Journal;
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

    private final Journal journal;
    private final Triggers triggers;
    private final Settling settling;
    private final Clock clock;

    Errands(Journal journal, Triggers triggers, Settling settling, Clock clock) {
        this.journal = journal;
        this.triggers = triggers;
        this.settling = settling;
        this.clock = clock;
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

    /** Accepts the life-cycle event; a repeat is a duplicate, as its id is that of the fact. */
    void announce(Taken taken) {
        triggers.accept(lifeCycle(taken), journal).whenComplete((accepted, refused) -> {
            if (refused == null) {
                settling.settle(taken, new Command.Done());
            } else {
                LOG.debug("{} is announced later: {}", taken.key(), refused.getMessage());
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
