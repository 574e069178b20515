package io.caravan.sample;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes an entitlement a list with one of it for each target (variable {@code targets}, addresses with commas between them). */
public final class Targets implements Processor {
    @Override
    public void process(Exchange exchange) {
        Map<?, ?> entitlement = exchange.getMessage().getBody(Map.class);
        String targets = exchange.getVariable("targets", "", String.class);
        Map<?, ?> event = exchange.getVariable("event", Map.class);
        List<Map<String, Object>> told = Arrays.stream(targets.split(","))
                .map(String::strip)
                .filter(target -> !target.isEmpty())
                .map(target -> told(entitlement, event, target))
                .toList();
        exchange.getMessage().setBody(told);
    }

    private static Map<String, Object> told(Map<?, ?> entitlement, Map<?, ?> event, String target) {
        var told = new LinkedHashMap<String, Object>();
        entitlement.forEach((name, value) -> told.put(String.valueOf(name), value));
        told.put("type", event.get("type"));
        told.put("event", event.get("id"));
        told.put("target", target);
        return told;
    }
}
