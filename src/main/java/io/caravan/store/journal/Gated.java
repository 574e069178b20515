package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.FlowState;
import io.caravan.flow.Refused;
import io.caravan.store.Statements;
import io.caravan.store.outbox.HeldRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a command can be known only behind its gates and locks: keys and lanes, events that came before or have come since. */
final class Gated {
    private final Statements statements;
    private final Instant now;

    Gated(Statements statements, Instant now) {
        this.statements = statements;
        this.now = now;
    }

    Command command(Settlement settlement, Working working) throws SQLException {
        String flow = settlement.key().flow();
        if (settlement.command() instanceof Command.Retrigger again) {
            return again(again, working.state(), settlement.keys());
        }
        if (settlement.command() instanceof Command.Evaluate evaluate
                && evaluate.awaited().isPresent()) {
            Command.Awaited awaited = evaluate.awaited().get();
            return evaluate.found(
                    WaitingTable.early(statements, awaited.type(), awaited.key(), awaited.lookBack(), flow));
        }
        if (settlement.command() instanceof Command.Wake wake) {
            Map<String, String> came = WaitingTable.came(statements, flow);
            return came.containsKey("")
                    ? cancelOn(came.get(""))
                    : wake.found(Optional.ofNullable(came.get(wake.action())));
        }
        if (settlement.command() instanceof Command.CancelOn) {
            return cancelOn(WaitingTable.came(statements, flow).get(""));
        }
        return settlement.command();
    }

    /**
     * An attempt that runs on after its flow has ended has the row that a restart would want. An event that has come to cancel the
     * flow does so, whatever the version says that it would move to.
     */
    Command command(Write.Order order) throws SQLException {
        if (order.command() instanceof Command.Restart
                && !HeldRows.cancelled(statements, List.of(order.flow())).isEmpty()) {
            throw new Refused("An attempt of the flow still runs; restart the flow when that has ended.");
        }
        if (order.command() instanceof Command.Migrate
                && WaitingTable.came(statements, order.flow()).containsKey("")) {
            throw new Refused("An event has come that cancels the flow.");
        }
        return order.command();
    }

    private Command cancelOn(String event) throws SQLException {
        return EventTable.read(statements, event)
                .<Command>map(came ->
                        new Command.CancelOn(came.type(), came.identity().externalId()))
                .orElseGet(Command.Done::new);
    }

    /** A trigger that runs again passes its gates again; its own flow may hold the key already, or be in the lane. */
    private Command again(Command.Retrigger again, FlowState state, Incoming.Keys keys) throws SQLException {
        if (!state.awaits(FlowState.TRIGGER, again.attempt())) {
            return again; // nothing will come of it, so it takes no key and no ticket, which nobody would give back
        }
        String flow = state.id();
        if (keys.once().isPresent()) {
            OnceKey key = keys.once().get();
            if (OnceTable.hold(statements, Map.of(flow, key), now).isEmpty()) {
                String holder = OnceTable.holder(statements, key).orElseThrow();
                if (!holder.equals(flow)) {
                    return new Command.Retrigger(
                            again.attempt(),
                            Optional.empty(),
                            new TriggerResult.Unwanted("once key '" + key.key() + "' is held by flow " + holder));
                }
            }
        }
        if (keys.lane().isPresent() && state.standing().lane().isEmpty()) {
            return again.in(LaneTable.enter(statements, keys.lane().get(), flow));
        }
        return again;
    }
}
