package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The beginning of a flow: route: {@code uri: flow:NAME/ACTION?query} with parameters, or {@code uri: flow} with name and
 * action among the parameters.
 */
record FlowUri(String path, Map<String, String> query, Map<String, NodeTuple> parameters) {
    private static final Pattern PLAIN = Pattern.compile("[^&+%#]*");
    private static final Pattern BEAN = Pattern.compile("#[^&+%#]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");

    static Optional<FlowUri> of(Node from) {
        String uri = YamlNodes.text(from, "uri").orElse("");
        String rest = uri.startsWith("flow:") ? uri.substring("flow:".length()).replaceFirst("^//", "") : "";
        if (rest.isEmpty() && !uri.equals("flow") && !uri.equals("flow:") && !uri.startsWith("flow?")) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, NodeTuple>();
        YamlNodes.child(from, "parameters").map(YamlNodes::entries).ifPresent(parameters::putAll);
        int question = rest.indexOf('?');
        String path = question >= 0 ? rest.substring(0, question) : rest;
        if (path.isEmpty()) {
            path = Optional.ofNullable(parameters.remove("name"))
                            .map(FlowUri::text)
                            .orElse("")
                    + Optional.ofNullable(parameters.remove("action"))
                            .map(action -> "/" + text(action))
                            .orElse("");
        }
        return Optional.of(new FlowUri(path, query(question >= 0 ? rest.substring(question + 1) : ""), parameters));
    }

    private static String text(NodeTuple entry) {
        return YamlNodes.written(entry.getValueNode());
    }

    private static Map<String, String> query(String text) {
        var query = new LinkedHashMap<String, String>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        return query;
    }

    /** The options of the query; a piece of an expression that was cut is none. */
    Map<String, String> options() {
        var options = new LinkedHashMap<>(query);
        options.keySet().removeIf(name -> !NAME.matcher(name).matches());
        return options;
    }

    boolean isTrigger() {
        return !path.contains("/");
    }

    /** A query carries no '&', '+', '%' or '#' of an expression unharmed: such expressions belong under parameters. */
    Optional<Refusal> refusal(Place place) {
        boolean whole = query.entrySet().stream()
                .allMatch(pair -> NAME.matcher(pair.getKey()).matches()
                        && (PLAIN.matcher(pair.getValue()).matches()
                                || BEAN.matcher(pair.getValue()).matches()));
        return whole
                ? Optional.empty()
                : Optional.of(new Refusal(
                        place,
                        "The uri " + this
                                + " carries an expression with '&', '+', '%' or '#', which would be cut there;"
                                + " write it under parameters: instead."));
    }

    @Override
    public String toString() {
        return "flow:" + path;
    }
}
