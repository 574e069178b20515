package io.caravan.component;

import io.caravan.component.aggregate.Aggregations;
import io.caravan.dispatch.Send;
import io.caravan.store.deposit.Deposits;
import io.caravan.store.journal.Accepted;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What the schemes need of the house; bound in Camel's registry under {@link #NAME}. */
public record Doors(FlowRoutes routes, Outside outside) {
    public static final String NAME = "caravan-doors";

    /**
     * What a route outside any flow reaches: where its sends are accepted, where bodies are checked in,
     * where messages are gathered (nowhere in a rehearsal), and the threads on
     * which it goes on after that, for what it does then may take long and the answer comes from the writer.
     */
    public record Outside(
            Acceptance acceptance,
            Supplier<Deposits> deposits,
            Supplier<Optional<Aggregations>> aggregations,
            Executor threads) {}

    /** Accepts a send of a route outside any flow, like {@code POST /events}; under an id of its own if it has none. */
    @FunctionalInterface
    public interface Acceptance {
        CompletableFuture<Accepted> accept(Send send, String route, Optional<String> id);
    }

    public static Doors of(org.apache.camel.CamelContext context) {
        return context.getRegistry().lookupByNameAndType(NAME, Doors.class);
    }
}
