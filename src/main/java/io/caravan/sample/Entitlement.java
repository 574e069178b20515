package io.caravan.sample;

import io.caravan.flow.Event;
import io.caravan.store.Json;

/** What somebody may use, or may no longer, since an event; events that are newer have ids that sort behind. */
record Entitlement(Key key, String application, boolean granted, String event) {
    static final String GRANTED = "entitlement.granted";
    static final String REVOKED = "entitlement.revoked";

    /** Who, and what. */
    record Key(String holder, String resource) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byHolder = holder.compareTo(other.holder);
            return byHolder != 0 ? byHolder : resource.compareTo(other.resource);
        }
    }

    static Entitlement of(Event event) {
        var data = Json.tree(event.data());
        return new Entitlement(
                new Key(data.path("user").asText(), data.path("resource").asText()),
                data.path("application").asText(),
                event.type().equals(GRANTED),
                event.identity().externalId());
    }

    /** The newer of two. */
    Entitlement or(Entitlement other) {
        return event.compareTo(other.event) >= 0 ? this : other;
    }
}
