package io.caravan.store;

import io.caravan.flow.Event;

/** An event as others read it: CloudEvents 1.0, structured mode. */
public final class CloudEvent {
    /** The content type of such a text. */
    public static final String TYPE = "application/cloudevents+json";

    private CloudEvent() {}

    public static String of(Event event) {
        var json = Json.mapper().createObjectNode();
        json.put("specversion", "1.0").put("type", event.type());
        json.put("source", event.identity().source()).put("id", event.identity().externalId());
        event.attributes().subject().ifPresent(subject -> json.put("subject", subject));
        event.attributes().correlation().ifPresent(correlation -> json.put("correlation", correlation));
        json.put("time", event.attributes().time().toString()).put("datacontenttype", "application/json");
        json.set("data", Json.tree(event.data()));
        return Json.write(json);
    }
}
