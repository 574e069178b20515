package io.caravan.connector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Keeps the record that was upserted, and finds out which associations it is to have: an upsert itself has no place for
 * them.
 */
public final class HubSpotTargets implements Processor {
    static final String RECORD = "hubspotRecord";
    static final String PATHS = "hubspotPaths";

    /** The variables that hold ids, and the kinds of their records. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("hubspotContact", "contacts");
        KINDS.put("hubspotCompany", "companies");
        KINDS.put("hubspotDeal", "deals");
    }

    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        Map<?, ?> record = exchange.getMessage().getBody(Map.class);
        HubSpotPaths paths = HubSpotReply.paths(exchange);
        var from = new HubSpotEnd(
                said.text("hubspotKind").orElseThrow(), record.get("id").toString());
        Deque<String> associations = new ArrayDeque<>();
        KINDS.forEach((variable, kind) -> said.text(variable)
                .ifPresent(id -> associations.add(paths.association(from, new HubSpotEnd(kind, id.strip())))));
        exchange.setVariable(RECORD, record);
        exchange.setVariable(PATHS, associations);
        exchange.setVariable(HubSpotLink.ID, record.get("id"));
        exchange.setVariable(HubSpotLink.URL, record.get("url"));
    }

    /** Asks for the next association. */
    public static final class Next implements Processor {
        @Override
        public void process(Exchange exchange) {
            Deque<?> paths = exchange.getVariable(PATHS, Deque.class);
            exchange.getMessage().setHeader(Exchange.HTTP_PATH, paths.pop());
            exchange.getMessage().setBody(null);
        }
    }
}
