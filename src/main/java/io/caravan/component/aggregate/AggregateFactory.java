package io.caravan.component.aggregate;

import java.util.Set;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.jspecify.annotations.Nullable;

/** Asked by Camel for each {@code aggregate} of a route; makes those whose groups are kept here. */
public final class AggregateFactory implements ProcessorFactory {
    private static final Set<String> OURS = Set.of("#caravan", "caravan", "#bean:caravan");

    @Override
    public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
        var aggregate = (AggregateDefinition) definition;
        return isOurs(aggregate) ? new AggregateReading(route, aggregate).createProcessor() : null;
    }

    static boolean isOurs(AggregateDefinition aggregate) {
        String repository = aggregate.getAggregationRepository();
        return repository != null && OURS.contains(repository);
    }

    @Override
    public @Nullable Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory) {
        return null;
    }

    @Override
    public @Nullable Processor createProcessor(
            org.apache.camel.CamelContext context, String definitionName, Object[] arguments) {
        return null;
    }
}
