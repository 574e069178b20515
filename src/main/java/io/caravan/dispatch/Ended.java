package io.caravan.dispatch;

import io.caravan.flow.Outcome;
import java.util.List;

/** How a route ended, and what it has sent. */
public record Ended(Outcome outcome, List<Send> sends) {}
