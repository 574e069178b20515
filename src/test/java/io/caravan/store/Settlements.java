package io.caravan.store;

import io.caravan.flow.Command;
import io.caravan.flow.Fact;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.OnceKey;
import io.caravan.store.journal.Settlement;
import io.caravan.store.outbox.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ends of attempts, as the dispatcher would tell them. */
public final class Settlements {
    private Settlements() {}

    public static Fact.Attempt attempt(Taken taken, Instant now) {
        return new Fact.Attempt(taken.row().attempt().number(), now, Duration.ZERO, "node");
    }

    public static Settlement of(Taken taken, Command command, List<Incoming> sends) {
        return of(taken, command, Optional.empty(), sends, List.of());
    }

    public static Settlement of(
            Taken taken, Command command, Optional<OnceKey> once, List<Incoming> sends, List<Claim> claims) {
        return new Settlement(
                taken.key(),
                taken.lease(),
                command,
                new Incoming.Keys(once, Optional.empty()),
                new Settlement.Effects(sends, claims));
    }
}
