package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/** Something that happened: CloudEvents attributes, its data as JSON text, and how many events led to it. */
public record Event(Identity identity, Attributes attributes, String data, int hops) {
    /** Longest chain of events that may cause one another. */
    public static final int LONGEST_CHAIN = 64;

    /** What the types of the events that tell the end of a flow begin with; its status follows. */
    public static final String LIFE_CYCLE = "caravan.flow.";

    /** Caravan's own id, and the sender's: an event is accepted once per source and external id. */
    public record Identity(String id, String source, String externalId) {}

    /** What the sender said of the event. */
    public record Attributes(String type, Optional<String> subject, Instant time, Optional<String> correlation) {
        /** What the event is found by: its correlation, else its subject. */
        public Optional<String> key() {
            return correlation.or(() -> subject);
        }
    }

    public String id() {
        return identity.id();
    }

    public String type() {
        return attributes.type();
    }
}
