package io.caravan.bench.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** The ids that branches were answered, by step; a map that a repository can keep. */
final class JoinedIds implements AggregationStrategy {
    /** What a branch brings: the id in the answer to its post. */
    static Map<Object, Object> first(Exchange branch, String step) {
        var ids = new LinkedHashMap<>();
        ids.put(step, body(branch).get("id"));
        return ids;
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange branch) {
        if (before == null) {
            return branch;
        }
        var ids = new LinkedHashMap<Object, Object>(body(before));
        ids.putAll(body(branch));
        before.getMessage().setBody(ids);
        return before;
    }

    private static Map<?, ?> body(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }
}
