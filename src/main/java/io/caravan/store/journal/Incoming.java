package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.store.claimcheck.Claim;
import java.util.List;
import java.util.Optional;

/** An event with what its triggers made of it, ready to be committed. */
public record Incoming(Event event, List<Start> starts, List<Parking> parked) {
    /** About how many characters it is, with the events that its triggers sent. */
    long weight() {
        long weight = event.data().length();
        for (Start start : starts) {
            weight += Claim.weight(start.claims())
                    + start.sends().stream().mapToLong(Incoming::weight).sum();
        }
        return weight;
    }

    /**
     * A flow to begin. Its sends are the events that the trigger's steps sent; they commit with the flow, or are dropped if
     * the event proves a duplicate or the {@code once} key is held.
     */
    public record Start(FlowId flow, Keys keys, Command.Begin begin, List<Incoming> sends, List<Claim> claims) {}

    /** The gates that a flow has to pass: the key that starts it once, and the lane in which it runs. */
    public record Keys(Optional<OnceKey> once, Optional<LaneKey> lane) {
        public static final Keys NONE = new Keys(Optional.empty(), Optional.empty());
    }

    /** The id of a flow yet to begin, and the name of its definition. */
    public record FlowId(String id, String definition) {}

    /** Why a definition begins no flow for the event. */
    public record Parking(String definition, String reason) {}
}
