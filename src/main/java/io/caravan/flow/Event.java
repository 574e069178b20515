package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that happened: CloudEvents attributes, its data as JSON text, and how many events led to it. */
public record Event(Identity identity, Attributes attributes, String data, int hops) {
    /** Longest chain of events that may cause one another. */
    public static final int LONGEST_CHAIN = 64;

    /** Most characters of an attribute, and of whatever else is looked up: databases keep no longer ones in an index. */
    public static final int LONGEST_KEY = 1_024;

    /** What the types of the events that tell the end of a flow begin with; its status follows. */
    public static final String LIFE_CYCLE = "caravan.flow.";

    /** Caravan's own id, and the sender's: an event is accepted once per source and external id. */
    public record Identity(String id, String source, String externalId) {}

    /** What the sender said of the event. */
    public record Attributes(
            String type, Optional<String> subject, Instant time, Optional<String> correlation, Optional<Trace> trace) {
        /** Of an event that is part of no trace. */
        public Attributes(String type, Optional<String> subject, Instant time, Optional<String> correlation) {
            this(type, subject, time, correlation, Optional.empty());
        }

        /** The same, as part of a trace. */
        public Attributes in(Optional<Trace> other) {
            return new Attributes(type, subject, time, correlation, other);
        }

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

    Event in(Trace trace) {
        return new Event(identity, attributes.in(Optional.of(trace)), data, hops);
    }

    /** The event as it is seen by what happens in this span of its trace, if it has one. */
    public Event below(Supplier<String> span) {
        return attributes.trace().map(trace -> in(trace.below(span.get()))).orElse(this);
    }
}
