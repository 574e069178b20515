package io.caravan.store.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.ActionProgress.LastError;
import java.time.Instant;

/** The error of an unsuccessful attempt, as everybody is told it. */
public final class ErrorNode {
    private ErrorNode() {}

    public static void fill(ObjectNode node, LastError last) {
        fill(node, last.failure().type(), last.failure().message(), last.outcome(), last.attempt(), last.at());
    }

    public static void fill(ObjectNode node, DeadLetterList.Error error) {
        fill(node, error.type(), error.message(), error.outcome(), error.attempts(), error.at());
    }

    private static void fill(ObjectNode node, String type, String message, String outcome, int attempt, Instant at) {
        node.put("type", type)
                .put("message", message)
                .put("outcome", outcome)
                .put("attempt", attempt)
                .put("at", at.toString());
    }
}
