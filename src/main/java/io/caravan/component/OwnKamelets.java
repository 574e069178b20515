package io.caravan.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Gives each use of a kamelet a route of its own, whose id begins with its user's. Camel would let all uses with the same
 * parameters share one, and would keep it when the last of them has gone.
 */
public final class OwnKamelets extends ModelLifecycleStrategySupport {
    private static final Pattern URI = Pattern.compile("(kamelet:(?://)?)([^/?]+)(?:/[^?]*)?(.*)", Pattern.DOTALL);

    private final Map<String, List<String>> routes = new ConcurrentHashMap<>();

    /** To be called before routes are loaded. */
    public void watch(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(this);
    }

    /** The ids of the routes that Camel has made for the kamelets of a route, and of the kamelets that these use. */
    public List<String> forget(String liveId) {
        var all = new ArrayList<String>();
        for (String kamelet : routes.getOrDefault(liveId, List.of())) {
            all.add(kamelet);
            all.addAll(forget(kamelet));
        }
        routes.remove(liveId);
        return all;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        var ids = new ArrayList<String>();
        FromDefinition from = route.getInput();
        from.setUri(own(route, from.getEndpointUri(), ids));
        for (ToDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            to.setUri(own(route, to.getEndpointUri(), ids));
        }
        for (KameletDefinition kamelet :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), KameletDefinition.class)) {
            kamelet.setName(own(route, "kamelet:" + kamelet.getName(), ids).substring("kamelet:".length()));
        }
        if (!ids.isEmpty()) {
            routes.put(route.getRouteId(), ids);
        }
    }

    private static String own(RouteDefinition route, String uri, List<String> ids) {
        Matcher kamelet = URI.matcher(String.valueOf(uri));
        if (!kamelet.matches() || List.of("source", "sink").contains(kamelet.group(2))) {
            return uri;
        }
        String id = LiveId.ofKamelet(route.getRouteId(), kamelet.group(2), ids.size() + 1);
        ids.add(id);
        return kamelet.group(1) + kamelet.group(2) + "/" + id + kamelet.group(3);
    }
}
