package io.caravan.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Who gets a mail about what happened to an application: its people, and its handlers when it was submitted. */
public final class Recipients implements Processor {
    @Override
    public void process(Exchange exchange) {
        Application application = Application.on(exchange);
        String type = String.valueOf(exchange.getVariable("event", Map.class).get("type"));
        String happened = type.substring(type.indexOf('.') + 1);
        var recipients = new LinkedHashSet<>(application.people());
        if (happened.equals("submitted")) {
            recipients.addAll(application.list("handlers"));
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("application", application.demand("application"));
        input.put("resource", application.demand("resource"));
        input.put("happened", happened);
        input.put("recipients", new ArrayList<>(recipients));
        exchange.getMessage().setBody(input);
    }
}
