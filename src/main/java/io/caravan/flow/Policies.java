package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the policies that routes do not name come from: the defaults, and redelivery policies by bean name.
 *
 * @param schedules what is wrong with a cron expression; empty = nothing
 */
public record Policies(
        Redelivery redelivery,
        Duration attemptTimeout,
        Function<String, Optional<Redelivery>> beans,
        Function<String, Optional<String>> schedules) {}
