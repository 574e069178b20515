package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import java.util.List;

/**
 * The end of an attempt: fenced by its lease, with the events that its route sent.
 *
 * @param keys the gates that a trigger has to pass when it runs again
 */
public record Settlement(OutboxKey key, Lease lease, Command command, Incoming.Keys keys, Effects effects) {
    /** What commits with a settle: events to accept, and payloads too large for its fact. */
    public record Effects(List<Incoming> sends, List<Claim> claims) {
        public static final Effects NONE = new Effects(List.of(), List.of());

        /** About how many characters they are. */
        long weight() {
            return sends.stream().mapToLong(Incoming::weight).sum() + Claim.weight(claims);
        }
    }
}
