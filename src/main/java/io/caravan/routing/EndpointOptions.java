package io.caravan.routing;

import io.caravan.flow.Nearest;
import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks the options of endpoints against the descriptions that components bring with them. */
final class EndpointOptions {
    private static final Pattern PLAIN = Pattern.compile("[\\w.,:/*-]+");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
    private static final Set<String> OWN_CHECKS = Set.of("flow", "event", "kamelet");

    private static final Set<String> STEPS = Set.of("uri", "to");
    private static final Set<String> USUAL = Set.of(
            "bean",
            "direct",
            "event",
            "file",
            "flow",
            "http",
            "https",
            "jdbc",
            "kafka",
            "kamelet",
            "log",
            "platform-http",
            "seda",
            "slack",
            "spring-rabbitmq",
            "sql",
            "timer",
            "vertx-http");

    private final CamelContext context;
    private final RuntimeCamelCatalog catalog;
    private final List<Refusal> refusals = new ArrayList<>();

    private EndpointOptions(CamelContext context) {
        this.context = context;
        this.catalog = PluginHelper.getRuntimeCamelCatalog(context);
    }

    static List<Refusal> check(RouteSet set, CamelContext context) {
        var options = new EndpointOptions(context);
        set.scan().roots().forEach((file, root) -> options.check(file.toString(), root));
        return options.refusals;
    }

    private void check(String file, Node root) {
        YamlNodes.mappings(root).forEach(mapping -> {
            Map<String, NodeTuple> entries = YamlNodes.entries(mapping);
            for (String key : STEPS) {
                NodeTuple uri = entries.get(key);
                if (uri != null && uri.getValueNode() instanceof ScalarNode) {
                    check(file, uri, YamlNodes.child(mapping, "parameters"));
                }
            }
        });
    }

    private void check(String file, NodeTuple entry, Optional<Node> parameters) {
        String uri = YamlNodes.written(entry.getValueNode());
        String scheme = uri.split("[:?]", 2)[0];
        if (!SCHEME.matcher(scheme).matches() || OWN_CHECKS.contains(scheme) || uri.contains("${")) {
            return;
        }
        Map<String, NodeTuple> given = parameters.map(YamlNodes::entries).orElse(Map.of());
        var line = new Place(file, YamlNodes.line(entry.getKeyNode()));
        if (catalog.componentJSonSchema(scheme) == null) {
            if (context.getComponent(scheme, false, false) == null) {
                refusals.add(new Refusal(line, unknown(scheme)));
            }
            return;
        }
        EndpointValidationResult result = catalog.validateProperties(scheme, options(uri, given));
        var reasons = new LinkedHashMap<String, String>();
        each(result.getUnknown(), name -> reasons.put(name, "has no option '" + name + "'" + nearest(name, scheme)));
        each(result.getRequired(), name -> reasons.put(name, "needs the option '" + name + "'"));
        invalid(result, reasons);
        reasons.forEach((name, reason) -> refusals.add(new Refusal(
                Optional.ofNullable(given.get(name))
                        .map(option -> new Place(file, YamlNodes.line(option.getKeyNode())))
                        .orElse(line),
                "The endpoint " + scheme + " " + reason + (reason.endsWith("?") ? "" : "."))));
    }

    private static String unknown(String scheme) {
        return "There is no component '" + scheme + "'"
                + Nearest.meant(scheme, USUAL, "; is its jar in the folder of caravan.lib?");
    }

    private static void each(@Nullable Set<String> names, Consumer<String> then) {
        if (names != null) {
            names.forEach(then);
        }
    }

    private static void invalid(EndpointValidationResult result, Map<String, String> reasons) {
        each(
                result.getInvalidEnum() == null ? null : result.getInvalidEnum().keySet(),
                name -> reasons.put(
                        name,
                        "takes for '" + name + "' one of "
                                + String.join(
                                        ", ", result.getInvalidEnumChoices().getOrDefault(name, new String[0]))
                                + ", not '"
                                + result.getInvalidEnum().get(name) + "'"));
        wrong(result.getInvalidBoolean(), "true or false", reasons);
        wrong(result.getInvalidInteger(), "a whole number", reasons);
        wrong(result.getInvalidNumber(), "a number", reasons);
        wrong(result.getInvalidDuration(), "a duration", reasons);
    }

    private static void wrong(@Nullable Map<String, String> values, String wanted, Map<String, String> reasons) {
        if (values != null) {
            values.forEach(
                    (name, value) -> reasons.put(name, "takes for '" + name + "' " + wanted + ", not '" + value + "'"));
        }
    }

    private String nearest(String name, String scheme) {
        JsonObject description = Jsoner.deserialize(catalog.componentJSonSchema(scheme), new JsonObject());
        JsonObject properties = description.getMapOrDefault("properties", new JsonObject());
        return Nearest.meant(name, properties.keySet(), "");
    }

    /** The options of the URI and the parameters; a value that only Camel knows is left out of the check. */
    private Map<String, String> options(String uri, Map<String, NodeTuple> parameters) {
        var options = new TreeMap<String, String>();
        try {
            options.putAll(catalog.endpointProperties(uri));
        } catch (URISyntaxException | RuntimeException notYet) {
            // Camel itself will say so in the rehearsal
        }
        parameters.forEach((name, entry) -> {
            String value = YamlNodes.written(entry.getValueNode());
            options.put(name, PLAIN.matcher(value).matches() ? value : "{{value}}");
        });
        return options;
    }
}
