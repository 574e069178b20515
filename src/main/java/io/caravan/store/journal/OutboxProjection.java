package io.caravan.store.journal;

import io.caravan.flow.ActionState;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.OutboxRow.Target;
import io.caravan.store.outbox.OutboxRow.Try;
import io.caravan.store.outbox.Queue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is to be done for one flow, and beside it, as rows of the outbox. */
public final class OutboxProjection {
    private final FlowState state;
    private final Wanted wanted;
    private final Instant now;
    private final List<OutboxRow> rows = new ArrayList<>();

    /** Something to be done beside the actions, and what it is about. */
    record Errand(Kind kind, String part) {}

    OutboxProjection(FlowState state, Wanted wanted, Instant now) {
        this.state = state;
        this.wanted = wanted;
        this.now = now;
    }

    void due(OutboxKey key, Instant dueAt) {
        rows.add(row(key, dueAt));
    }

    /** An errand becomes a row if somebody wants it. */
    void beside(OutboxKey key, Errand errand) {
        if (isWanted(errand)) {
            var target = new Target(state.identity().definition(), Queue.of(""), errand.part());
            rows.add(new OutboxRow(key, errand.kind(), target, new Try(1, false), now));
        }
    }

    List<OutboxRow> rows() {
        return rows;
    }

    private boolean isWanted(Errand errand) {
        return switch (errand.kind()) {
            case ANNOUNCE -> wanted.events().test(Event.LIFE_CYCLE + errand.part());
            case COPY ->
                wanted.everyDeadLetter()
                        || state.action(errand.part())
                                .filter(pin -> !pin.provisions().deadLetterUri().isEmpty())
                                .isPresent();
            default -> true;
        };
    }

    /** Only an attempt needs the destination: conditions are evaluated and events are awaited also while it rests. */
    private OutboxRow row(OutboxKey key, Instant dueAt) {
        String definition = state.identity().definition();
        if (key.action().isEmpty()) {
            return new OutboxRow(key, Kind.DEADLINE, new Target(definition, ""), new Try(1, false), dueAt);
        }
        var progress = state.progress(key.name()).orElseThrow();
        Kind kind = kind(key.action(), progress.state());
        Queue queue = state.action(key.action())
                .filter(action -> kind == Kind.ACTION)
                .map(action -> Queue.of(
                        action.policy().destination(),
                        definition,
                        action.name(),
                        action.provisions().concurrency()))
                .orElse(Queue.of(""));
        return new OutboxRow(
                key,
                kind,
                new Target(definition, queue, progress.given().budgetKey()),
                new Try(progress.attempts() + 1, progress.uncertain()),
                dueAt);
    }

    /** What is to be done next with an action in this state. */
    public static Kind kind(String action, ActionState state) {
        if (action.equals(FlowState.TRIGGER)) {
            return Kind.TRIGGER;
        }
        return switch (state) {
            case EVALUATING -> Kind.EVALUATE;
            case AWAITING -> Kind.AWAIT;
            default -> Kind.ACTION;
        };
    }
}
