package io.caravan.dispatch;

import io.caravan.flow.Announced;
import io.caravan.flow.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How a route ended, what it has sent, and which limit the third party has announced; absent = before it the probe had said that
 * nothing had happened so far.
 */
public record Ended(Outcome outcome, List<Send> sends, Optional<Announced> announced, boolean absent) {
    public Ended(Outcome outcome, List<Send> sends) {
        this(outcome, sends, Optional.empty(), false);
    }
}
