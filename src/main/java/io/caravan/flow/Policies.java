package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Where the policies that routes do not name come from: the defaults, and redelivery policies by bean name. */
public record Policies(Redelivery redelivery, Duration attemptTimeout, Function<String, Optional<Redelivery>> beans) {}
