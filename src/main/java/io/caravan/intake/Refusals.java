package io.caravan.intake;

import io.caravan.http.Problem;
import io.caravan.store.journal.CannotBeStored;
import io.caravan.store.journal.NotAccepted;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an event was not accepted, as an answer. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static Problem problem(Throwable thrown) {
        Throwable cause = cause(thrown);
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof NotAccepted notAccepted) {
            return new Problem(503, "Not accepted", notAccepted.getMessage());
        }
        if (cause instanceof CannotBeStored cannot) {
            return new Problem(422, "Cannot be stored", cannot.getMessage());
        }
        LOG.error("an event could not be accepted", cause);
        return new Problem(
                500, "Not accepted", "Nothing was stored because of an error inside Caravan; its log says more.");
    }

    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
