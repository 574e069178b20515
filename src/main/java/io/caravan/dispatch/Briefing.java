package io.caravan.dispatch;

import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Compensating;
import io.caravan.flow.FlowState;
import io.caravan.flow.Given;
import io.caravan.flow.Need;
import io.caravan.flow.Payload;
import io.caravan.store.claimcheck.Payloads;
import io.caravan.store.outbox.Taken;
import java.util.HashMap;
import java.util.Optional;

/** Gathers what an attempt is given: the flow's input, the results that its action needs, the event that it awaited, its item. */
public final class Briefing {
    private final Payloads claims;

    public Briefing(Payloads claims) {
        this.claims = claims;
    }

    public Work work(Taken taken) {
        FlowState state = taken.state();
        var results = new HashMap<String, String>();
        for (Need need : pinned(taken).map(Action::needs).orElseThrow()) {
            Payload result = state.progress(need.action())
                    .flatMap(progress -> progress.result())
                    .orElse(Payload.NOTHING);
            results.put(need.action(), claims.read(result));
        }
        pinned(taken)
                .filter(Action::isCompensation)
                .map(action -> action.provisions().compensates())
                .ifPresent(undone -> results.put(undone, claims.read(Compensating.brought(state, undone))));
        String input = claims.input(state, taken.event());
        var given = state.progress(taken.key().name()).map(ActionProgress::given);
        Optional<String> body = given.flatMap(Given::item).map(claims::read).or(() -> given.flatMap(Given::event)
                .map(claims::eventData));
        var identity = new Work.Identity(
                state.id(),
                state.identity().definition(),
                taken.key().name(),
                given.map(Given::run).orElse(0),
                taken.row().attempt());
        return new Work(identity, taken.event(), input, body, results);
    }

    private static Optional<Action> pinned(Taken taken) {
        return taken.state().action(taken.key().action());
    }
}
