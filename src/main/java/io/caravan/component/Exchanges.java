package io.caravan.component;

import io.caravan.dispatch.Work;
import io.caravan.flow.Event;
import io.caravan.flow.Item;
import io.caravan.store.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Fills an exchange with what a trigger or an action is given. */
final class Exchanges {
    private Exchanges() {}

    static void fill(Exchange exchange, Event event) {
        exchange.getMessage().setBody(Json.value(event.data()));
        exchange.setVariable("event", attributes(event));
    }

    static void fill(Exchange exchange, Work work) {
        exchange.getMessage().setBody(Json.value(work.body().orElse(work.input())));
        if (work.body().isPresent()) {
            exchange.setVariable("input", Json.value(work.input()));
        }
        work.results().forEach((name, json) -> exchange.setVariable(name, Json.value(json)));
        exchange.setVariable("event", attributes(work.event()));
        work.event()
                .attributes()
                .trace()
                .ifPresent(trace -> exchange.setProperty(OutgoingTraces.PROPERTY, trace.traceparent()));
        Work.Identity identity = work.identity();
        exchange.getMessage().setHeader("CaravanFlow", identity.flow());
        exchange.getMessage().setHeader("CaravanFlowId", identity.flowId());
        exchange.getMessage().setHeader("CaravanAction", Item.action(identity.name()));
        if (Item.isItem(identity.name())) {
            exchange.getMessage().setHeader("CaravanItem", Item.index(identity.name()));
        }
        exchange.getMessage().setHeader("CaravanAttempt", identity.attempt());
        exchange.getMessage().setHeader("CaravanEffectKey", identity.effectKey());
        exchange.getMessage().setHeader("CaravanUncertain", identity.uncertain());
    }

    private static Map<String, @Nullable Object> attributes(Event event) {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        attributes.put("id", event.identity().externalId());
        attributes.put("type", event.type());
        attributes.put("source", event.identity().source());
        attributes.put("subject", event.attributes().subject().orElse(null));
        attributes.put("time", event.attributes().time().toString());
        attributes.put("correlation", event.attributes().correlation().orElse(null));
        return attributes;
    }
}
