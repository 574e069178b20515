package io.caravan.component;

import io.caravan.dispatch.Send;
import io.caravan.store.journal.Accepted;
import java.util.concurrent.CompletableFuture;

/** What the schemes need of the house; bound in Camel's registry under {@link #NAME}. */
public record Doors(FlowRoutes routes, Acceptance outside) {
    public static final String NAME = "caravan-doors";

    /** Accepts a send of a route outside any flow, like {@code POST /events}. */
    @FunctionalInterface
    public interface Acceptance {
        CompletableFuture<Accepted> accept(Send send, String route);
    }

    static Doors of(org.apache.camel.CamelContext context) {
        return context.getRegistry().lookupByNameAndType(NAME, Doors.class);
    }
}
