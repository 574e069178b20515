package io.caravan.flow;

import java.util.Optional;

/** Which of the events that came without a trace begin one; where nothing is traced, none does. */
public record Sampling(double share) {
    public static final Sampling NONE = new Sampling(0);

    private static final double ALL = 1L << 48;

    /** The event, with a trace that begins with it if it is one of the share. Its id decides, so that a repeat is no second chance. */
    public Event begin(Event event) {
        Optional<Trace> trace = event.attributes().trace();
        return trace.isEmpty() && isChosen(event.id()) ? event.in(Trace.beginning(event.id())) : event;
    }

    private boolean isChosen(String id) {
        return share > 0 && Long.parseLong(id.substring(id.length() - 12), 16) / ALL < share;
    }
}
