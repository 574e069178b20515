package io.caravan.bench.load;

import java.util.concurrent.CompletionStage;

/** Starts the flow of a number; completed when the start is accepted, durably where the system is durable. */
@FunctionalInterface
public interface Start {
    CompletionStage<?> start(int flow);
}
