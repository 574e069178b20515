package io.caravan.dispatch;

import io.caravan.flow.FlowState;
import io.caravan.flow.Need;
import io.caravan.flow.Payload;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.outbox.Taken;
import java.util.HashMap;
import java.util.List;

/** Gathers what an attempt is given: the flow's input, and the results that its action needs. */
final class Briefing {
    private final Claims claims;

    Briefing(Claims claims) {
        this.claims = claims;
    }

    Work work(Taken taken) {
        FlowState state = taken.state();
        var results = new HashMap<String, String>();
        for (Need need : needs(taken)) {
            Payload result = state.progress(need.action())
                    .flatMap(progress -> progress.result())
                    .orElse(Payload.NOTHING);
            results.put(need.action(), claims.read(result));
        }
        String input = state.plan()
                .flatMap(FlowState.Plan::input)
                .map(claims::read)
                .orElse(taken.event().data());
        var identity = new Work.Identity(
                state.id(),
                state.identity().definition(),
                taken.key().action(),
                taken.row().attempt().number(),
                taken.row().attempt().uncertain());
        return new Work(identity, taken.event(), input, results);
    }

    private static List<Need> needs(Taken taken) {
        return taken.state().action(taken.key().action()).orElseThrow().needs();
    }
}
