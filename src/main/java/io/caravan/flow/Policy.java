package io.caravan.flow;

import java.time.Duration;

/** What is pinned for an action beside its needs: redelivery, the longest time of one attempt, and whose budget it uses. */
public record Policy(Redelivery redelivery, Duration attemptTimeout, String destination) {}
