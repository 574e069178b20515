package io.caravan.flow;

import java.util.Optional;

/** Which of the events that came without a trace begin one; where nothing is traced, none does. */
public record Sampling(double share) {
    public static final Sampling NONE = new Sampling(0);

    private static final double ALL = 1L << 53;

    /** Multiplied with it, ids that follow each other within one millisecond lie far apart: 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** The event, with a trace that begins with it if it is one of the share. Its id decides, so that a repeat is no second chance. */
    public Event begin(Event event) {
        Optional<Trace> trace = event.attributes().trace();
        return trace.isEmpty() && isChosen(event.id()) ? event.in(Trace.beginning(event.id())) : event;
    }

    private boolean isChosen(String id) {
        return share > 0 && (Long.parseLong(id.substring(id.length() - 12), 16) * SPREAD >>> 11) / ALL < share;
    }
}
