package io.caravan.routing;

import io.caravan.flow.Refusal;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes that stand in a Camel of their own, in which third parties are played; or why they cannot. */
public final class OpenRehearsal implements AutoCloseable {
    private final DefaultCamelContext context;
    private final List<Refusal> refusals;

    OpenRehearsal(DefaultCamelContext context, List<Refusal> refusals) {
        this.context = context;
        this.refusals = refusals;
    }

    static OpenRehearsal refused(List<Refusal> refusals) {
        return new OpenRehearsal(new DefaultCamelContext(false), refusals);
    }

    public List<Refusal> refusals() {
        return refusals;
    }

    @Override
    public void close() {
        context.stop();
    }
}
