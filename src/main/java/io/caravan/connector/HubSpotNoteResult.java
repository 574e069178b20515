package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the result of the note's kamelet: its {@code id}, whether it is new, and {@code url} (if known). */
public final class HubSpotNoteResult implements Processor {
    @Override
    public void process(Exchange exchange) {
        Map<?, ?> note = exchange.getVariable(HubSpotTargets.RECORD, Map.class);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", note.get("id"));
        result.put("new", note.get("new"));
        new Said(exchange).text(HubSpotLink.URL).ifPresent(url -> result.put("url", url));
        exchange.getMessage().setBody(result);
    }
}
