package io.caravan.dispatch;

import io.caravan.flow.Event;
import java.util.Map;

/**
 * All that one attempt of an action's route is given: fresh copies, as JSON text.
 *
 * @param results the result of each needed action by its name
 */
public record Work(Identity identity, Event event, String input, Map<String, String> results) {
    /** Which attempt of which action of which flow; uncertain = the effect of an earlier attempt may have happened. */
    public record Identity(String flowId, String flow, String action, int attempt, boolean uncertain) {
        /** The same for every attempt of this action in this flow: what makes a repeated call recognisable. */
        public String effectKey() {
            return flowId + "/" + action;
        }
    }
}
