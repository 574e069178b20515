package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.store.outbox.OutboxRow.Try;
import java.util.Map;
import java.util.Optional;

/**
 * All that one attempt of an action's route is given: fresh copies, as JSON text.
 *
 * @param body what the steps begin with if it is not the flow's input: the data of an awaited event, or an item of a list
 * @param results the result of each needed action by its name
 */
public record Work(Identity identity, Event event, String input, Optional<String> body, Map<String, String> results) {
    /**
     * Which attempt of which action of which flow; uncertain = the effect of an earlier attempt may have happened. Of an item of
     * a list the name is {@code ACTION/INDEX}.
     */
    public record Identity(String flowId, String flow, String name, int run, Try tried) {
        /** The same for every attempt of this action in this flow until a restart: what makes a repeated call recognisable. */
        public String effectKey() {
            return flowId + "/" + name + (run == 0 ? "" : "/restart-" + run);
        }

        public int attempt() {
            return tried.number();
        }

        public boolean uncertain() {
            return tried.uncertain();
        }
    }

    /** The same with the event as the attempt sees it. */
    Work seeing(Event seen) {
        return new Work(identity, seen, input, body, results);
    }

    /** The same attempt after its probe has said that nothing happened. */
    Work certain() {
        var sure = new Identity(
                identity.flowId(),
                identity.flow(),
                identity.name(),
                identity.run(),
                new Try(identity.attempt(), false));
        return new Work(sure, event, input, body, results);
    }
}
