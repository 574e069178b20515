package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;

/** Why it cannot be told whether an effect is there: the attempt in doubt stays uncertain, and nothing is repeated. */
final class ReadBackFailed {
    private static final String TYPE = "ReadBack";

    private ReadBackFailed() {}

    static Unsuccessful because(String reason) {
        return new Unsuccessful(
                Outcome.uncertain(new Failure(TYPE, "Whether the message is there cannot be told: " + reason + ".")));
    }

    /** A read that may be repeated later burns no attempt; any other refusal leaves the effect as uncertain as it was. */
    static Unsuccessful because(Verdict verdict) {
        String reason = "Whether the message is there cannot be told: "
                + verdict.failure().message();
        Failure failure = new Failure(verdict.failure().type(), reason);
        return new Unsuccessful(
                switch (verdict.meaning()) {
                    case NOT_PROCESSED, NOT_PROCESSED_LONG, AUTH ->
                        new Verdict(verdict.meaning(), failure, verdict.after()).unavailable();
                    case ACCEPTED, ALREADY_DONE, ALREADY_EXISTS, PARTIAL, REJECTED, ABSENT, AMBIGUOUS, UNKNOWN_CODE ->
                        Outcome.uncertain(failure);
                });
    }
}
