package io.caravan.component;

import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.URISupport;

/**
 * Whose budget an action uses that does not say so: the parameter {@code destination} of the first kamelet that its route sends
 * to, as given there or by default.
 */
final class DeclaredDestination {
    private static final String PARAMETER = "destination";
    private static final Pattern KAMELET =
            Pattern.compile("kamelet:(?://)?([^/?]+)(?:/[^?]*)?(?:\\?(.*))?", Pattern.DOTALL);

    private DeclaredDestination() {}

    static Optional<String> of(CamelContext context, String routeId) {
        RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(routeId);
        return route == null
                ? Optional.empty()
                : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                        .map(DeclaredDestination::kamelet)
                        .filter(Matcher::matches)
                        .findFirst()
                        .flatMap(kamelet -> given(kamelet.group(2)).or(() -> usual(context, kamelet.group(1))))
                        .map(context::resolvePropertyPlaceholders)
                        .map(String::strip)
                        .filter(destination -> !destination.isEmpty());
    }

    private static Matcher kamelet(NamedNode step) {
        String uri = "";
        if (step instanceof ToDefinition to) {
            uri = String.valueOf(to.getEndpointUri());
        } else if (step instanceof KameletDefinition use) {
            uri = "kamelet:" + use.getName();
        }
        return KAMELET.matcher(uri);
    }

    private static Optional<String> given(@org.jspecify.annotations.Nullable String query) {
        try {
            Map<String, Object> parameters = query == null ? Map.of() : URISupport.parseQuery(query, false);
            return Optional.ofNullable(parameters.get(PARAMETER)).map(String::valueOf);
        } catch (URISyntaxException refusedElsewhere) {
            return Optional.empty();
        }
    }

    private static Optional<String> usual(CamelContext context, String name) {
        RouteTemplateDefinition kamelet = ((ModelCamelContext) context).getRouteTemplateDefinition(name);
        return kamelet == null || kamelet.getTemplateParameters() == null
                ? Optional.empty()
                : kamelet.getTemplateParameters().stream()
                        .filter(parameter -> parameter.getName().equals(PARAMETER))
                        .findFirst()
                        .map(RouteTemplateParameterDefinition::getDefaultValue);
    }
}
