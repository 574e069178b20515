package io.caravan.component;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.ErrorHandlerHelper;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;

/**
 * A failed attempt is one line of the log, ours: flow: routes without an error handler get one that keeps silent. The routes of
 * one definition are a group: so JMX shows them together.
 */
public final class QuietFlows extends ModelLifecycleStrategySupport {
    private QuietFlows() {}

    /** To be called before routes are loaded. */
    public static void in(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(new QuietFlows());
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        if (uri.startsWith("flow:") && route.getGroup() == null) {
            route.setGroup(uri.substring("flow:".length()).replaceFirst("[/?].*", ""));
        }
        if (uri.startsWith("flow:") && hasCamelsDefault(route)) {
            // logExhausted=false is not enough: without redeliveries Camel does not look at it
            route.setErrorHandlerFactory(new DefaultErrorHandlerDefinition()
                    .loggingLevel(LoggingLevel.OFF)
                    .logExhausted(false)
                    .logExhaustedMessageHistory(false));
        }
    }

    private static boolean hasCamelsDefault(RouteDefinition route) {
        return route.getErrorHandlerFactory() instanceof RefErrorHandlerDefinition reference
                && reference.getRef().equals(ErrorHandlerHelper.DEFAULT_ERROR_HANDLER_BUILDER);
    }
}
