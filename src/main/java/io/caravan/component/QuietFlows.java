package io.caravan.component;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/** A failed attempt is one line of the log, ours: flow: routes without an error handler get one that keeps silent. */
public final class QuietFlows extends ModelLifecycleStrategySupport {
    private QuietFlows() {}

    /** To be called before routes are loaded. */
    public static void in(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(new QuietFlows());
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (route.getInput().getEndpointUri().startsWith("flow:") && !route.isErrorHandlerFactorySet()) {
            route.setErrorHandlerFactory(new DefaultErrorHandlerDefinition().logExhausted(false));
        }
    }
}
