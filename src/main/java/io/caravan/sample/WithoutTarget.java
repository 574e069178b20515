package io.caravan.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** What a target is told: all but its own address. */
public final class WithoutTarget implements Processor {
    @Override
    public void process(Exchange exchange) {
        var content = new LinkedHashMap<Object, Object>();
        Map<?, ?> told = exchange.getMessage().getBody(Map.class);
        content.putAll(told);
        content.remove("target");
        exchange.getMessage().setBody(content);
    }
}
