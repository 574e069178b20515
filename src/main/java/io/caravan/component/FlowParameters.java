package io.caravan.component;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/**
 * Carries the expressions of {@code flow:} routes from YAML into their endpoint unharmed. Camel joins parameters into a URI
 * as they stand, except those that the scheme's factory calls secret, which it wraps in {@code RAW(..)}: so here all text
 * is called secret. To be bound in the registry before any route is read.
 */
public final class FlowParameters extends EndpointUriFactorySupport {
    private static final Set<String> TEXTS = Set.of(
            "event",
            "schedule",
            "timeZone",
            "when",
            "key",
            "once",
            "onceWithin",
            "orderedBy",
            "cancelOn",
            "deadline",
            "needs",
            "awaits",
            "correlate",
            "lookBack",
            "timeout",
            "onTimeout",
            "delay",
            "at",
            "forEach",
            "attemptTimeout",
            "destination",
            "budgetKey",
            "probe",
            "deadLetterUri",
            "compensates");

    @Override
    public boolean isEnabled(String scheme) {
        return scheme.equals("flow");
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties, boolean encode)
            throws java.net.URISyntaxException {
        String syntax = scheme + ":name/action";
        Map<String, Object> rest = new TreeMap<>(properties);
        String uri = buildPathParameter(syntax, syntax, "name", null, true, rest);
        uri = buildPathParameter(syntax, uri, "action", null, false, rest);
        TEXTS.forEach(name -> rest.computeIfPresent(name, (any, text) -> "RAW(" + text + ")"));
        return buildQueryParameters(uri, rest, encode);
    }

    @Override
    public Set<String> propertyNames() {
        var names = new TreeSet<>(TEXTS);
        names.addAll(List.of("name", "action", "redeliveryPolicy", "maximumRedeliveries", "concurrency", "priority"));
        return names;
    }

    @Override
    public Set<String> secretPropertyNames() {
        return TEXTS;
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
