package io.caravan.routing;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Sends of routes in such a form that they can be played: to the URI that a {@code toD} comes to, not to the one that a
 * component's own short cut would make of it, and to kamelets as endpoints.
 */
final class PlayedSends extends ModelLifecycleStrategySupport {
    private PlayedSends() {}

    /** To be called before routes are loaded. */
    static void in(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(new PlayedSends());
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        change(route);
    }

    private static void change(ProcessorDefinition<?> parent) {
        if (parent instanceof ChoiceDefinition choice) {
            // its outputs are a copy of those of its branches
            choice.getWhenClauses().forEach(when -> change(parent, when.getOutputs()));
            Optional.ofNullable(choice.getOtherwise()).ifPresent(other -> change(parent, other.getOutputs()));
        } else {
            change(parent, parent.getOutputs());
        }
    }

    private static void change(ProcessorDefinition<?> parent, List<ProcessorDefinition<?>> steps) {
        for (int i = 0; i < steps.size(); i++) {
            ProcessorDefinition<?> step = steps.get(i);
            if (step instanceof ToDynamicDefinition to) {
                to.setAllowOptimisedComponents("false");
            } else if (step instanceof EnrichDefinition enrich) {
                enrich.setAllowOptimisedComponents("false");
            } else if (step instanceof KameletDefinition kamelet) {
                var to = new ToDefinition("kamelet:" + kamelet.getName());
                to.setId(kamelet.getId());
                to.setParent(parent);
                steps.set(i, to);
                steps.addAll(i + 1, kamelet.getOutputs());
            }
            change(steps.get(i));
        }
    }
}
