package io.caravan.dispatch;

import io.caravan.flow.FlowState;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.flow.Probing;
import io.caravan.store.outbox.Taken;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an action's probe before an attempt is repeated whose effect may have happened. */
public final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /** The attempt's end if the probe's answer is one, else what is to be performed. */
    public record Answer(Optional<Ended> ended, Work work, boolean absent) {
        /** How the attempt that followed has ended. */
        public Ended before(Ended how) {
            return new Ended(how.outcome(), how.sends(), how.announced(), absent);
        }
    }

    private Asking() {}

    public static Answer ask(Taken taken, Work work, ActionRoute route) {
        FlowState state = taken.state();
        String name = taken.key().name();
        if (!Probing.isDue(state, name)) {
            return new Answer(Optional.empty(), work, false);
        }
        Probe said = said(state, name, work, route);
        if (said.found().isPresent()) {
            return ended(work, new Outcome.Probed(said.found().map(Payload::inline), false));
        }
        if (Probing.isLast(state, name)) {
            return ended(work, new Outcome.Probed(Optional.empty(), said.absent()));
        }
        return new Answer(Optional.empty(), said.absent() ? work.certain() : work, said.absent());
    }

    private static Answer ended(Work work, Outcome outcome) {
        return new Answer(Optional.of(new Ended(outcome, List.of())), work, false);
    }

    private static Probe said(FlowState state, String name, Work work, ActionRoute route) {
        String uri = state.action(name).orElseThrow().provisions().probe();
        try {
            return route.probe(work, uri);
        } catch (RuntimeException thrown) {
            LOG.warn("flow {} {}: the probe {} failed: {}", state.id(), name, uri, thrown.getMessage());
            return Probe.UNKNOWN;
        }
    }
}
