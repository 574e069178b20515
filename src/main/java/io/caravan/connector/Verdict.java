package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Reach;
import io.caravan.flow.Unsuccessful;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The meaning of one answer with the third party's own words: its code, its message and the delay it asked for. */
record Verdict(Meaning meaning, Failure failure, Optional<Duration> after) {
    /** The codes with which Slack and HubSpot limit the rate. */
    private static final Set<String> LIMITS = Set.of(
            "ratelimited", "rate_limited", "HTTP 429", "RATE_LIMITS", "SECONDLY", "TEN_SECONDLY_ROLLING", "DAILY");

    static Verdict of(Meaning meaning, String code, String message) {
        return new Verdict(meaning, new Failure(code, message), Optional.empty());
    }

    static Verdict of(Meaning meaning, String code, String message, Duration after) {
        return new Verdict(meaning, new Failure(code, message), Optional.of(after));
    }

    /** The outcome that ends the attempt, unless the answer is a success; a limit of the rate concerns all that call. */
    Optional<Outcome> outcome() {
        Optional<Outcome> outcome = meaning.outcome(failure, after);
        return LIMITS.contains(failure.type()) ? outcome.map(limited -> limited.reaching(Reach.DESTINATION)) : outcome;
    }

    /** Ends the attempt with the outcome of this verdict, unless it is a success. */
    void demandSuccess() {
        outcome().ifPresent(outcome -> {
            throw new Unsuccessful(outcome);
        });
    }
}
