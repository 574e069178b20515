package io.caravan.dispatch;

import io.caravan.dispatch.limit.Consequences;
import io.caravan.flow.Action;
import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.flow.Trace;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.Settlement;
import io.caravan.store.journal.Settlement.Effects;
import io.caravan.store.outbox.Taken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the end of an attempt into a settle: the result into a payload, the sends into events with their flows. */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private static final Duration RETRIGGER_DELAY = Duration.ofSeconds(5);

    private final Journal journal;
    private final Triggers triggers;
    private final Clock clock;
    private final String node;
    private final Consequences consequences;

    Settling(Journal journal, Triggers triggers, Clock clock, String node, Consequences consequences) {
        this.journal = journal;
        this.triggers = triggers;
        this.clock = clock;
        this.node = node;
        this.consequences = consequences;
    }

    void settle(Attempt attempt, Ended ended) {
        Taken taken = attempt.taken();
        var end = new Command.Settle(
                taken.key().name(), attempt(taken, attempt.startedAt()), ended.outcome(), ended.absent());
        ended.announced().ifPresent(limit -> consequences.learn(taken.row().target(), limit));
        if (ended.outcome() instanceof Outcome.Done && !ended.sends().isEmpty()) {
            triggers.sent(attempt.event(), taken.row().target().definition(), ended.sends())
                    .whenComplete((incoming, thrown) -> {
                        if (thrown == null) {
                            settle(taken, end, incoming);
                        } else {
                            settle(taken, end.with(Outcome.uncertain(Failure.of(thrown))), List.of());
                        }
                    });
        } else {
            consequences.of(taken.row().target(), ended.outcome()).whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    LOG.warn(
                            "what {} means for its destination could not be written: {}",
                            taken.key(),
                            thrown.toString());
                }
                settle(taken, end, List.of());
            });
        }
    }

    private void settle(Taken taken, Command.Settle end, List<Incoming> sends) {
        var claims = new ArrayList<Claim>();
        Outcome storable = storable(end.outcome(), claims);
        log(taken, end.attempt(), storable);
        settle(taken, end.with(storable), Incoming.Keys.NONE, new Effects(sends, claims));
    }

    private static Outcome storable(Outcome outcome, List<Claim> claims) {
        if (outcome instanceof Outcome.Done done && done.result() instanceof Payload.Inline result) {
            return Claims.isTooLarge(result.json())
                    ? tooLarge()
                    : new Outcome.Done(Claims.payload(result.json(), claims));
        }
        if (outcome instanceof Outcome.Probed probed
                && probed.result().isPresent()
                && probed.result().get() instanceof Payload.Inline result) {
            return Claims.isTooLarge(result.json())
                    ? tooLarge()
                    : new Outcome.Probed(Optional.of(Claims.payload(result.json(), claims)), false);
        }
        return outcome;
    }

    private static Outcome tooLarge() {
        return new Outcome.Rejected(new Failure(
                "ResultTooLarge",
                "The result is larger than " + Claims.LARGEST + " bytes; return less from the route."));
    }

    private void log(Taken taken, Fact.Attempt attempt, Outcome outcome) {
        String action = taken.row().target().definition() + "/" + taken.key().name();
        Trail trail = Trail.of(taken);
        if (outcome instanceof Outcome.Done || outcome.pausesDestination()) {
            LOG.debug("flow {} {} attempt {}: {}", taken.key().flow(), action, attempt.number(), outcome.word());
        } else {
            LOG.info(
                    "flow {} {} attempt {}: {} ({})",
                    taken.key().flow(),
                    action,
                    attempt.number(),
                    outcome.word(),
                    outcome.reason()
                            .map(failure -> failure.type() + ": " + failure.line())
                            .orElse(""));
        }
        trail.close();
    }

    void release(Taken taken, Duration delay) {
        journal.release(taken.key(), taken.lease(), delay);
    }

    void expire(Taken taken) {
        journal.settle(
                new Settlement(taken.key(), taken.lease(), new Command.Expire(), Incoming.Keys.NONE, Effects.NONE));
    }

    /** What an action's conditions came to; a long list of items is stored item by item. */
    void evaluated(Taken taken, Evaluation evaluation) {
        if (evaluation instanceof Evaluation.Threw threw) {
            LOG.info(
                    "flow {} {}/{}: its conditions cannot be evaluated ({}: {})",
                    taken.key().flow(),
                    taken.row().target().definition(),
                    taken.key().action(),
                    threw.failure().type(),
                    threw.failure().line());
        }
        var claims = new ArrayList<Claim>();
        Evaluation storable = Lists.storable(evaluation, claims);
        var command = new Command.Evaluate(taken.key().action(), storable, awaited(taken, storable));
        settle(taken, command, Incoming.Keys.NONE, new Effects(List.of(), claims));
    }

    private static Optional<Command.Awaited> awaited(Taken taken, Evaluation evaluation) {
        String action = taken.key().action();
        boolean arrived = taken.state()
                .progress(action)
                .flatMap(progress -> progress.given().event())
                .isPresent();
        if (arrived || !(evaluation instanceof Evaluation.Wanted wanted)) {
            return Optional.empty();
        }
        return taken.state()
                .action(action)
                .flatMap(Action::awaits)
                .map(await -> new Command.Awaited(await.type(), wanted.awaitKey(), await.lookBack()));
    }

    /** What needs nothing but the fence. */
    void settle(Taken taken, Command command) {
        settle(taken, command, Incoming.Keys.NONE, Effects.NONE);
    }

    /** Runs a failed trigger again, for a replay. */
    void retrigger(Taken taken) {
        Instant startedAt = clock.instant();
        triggers.again(taken.row().target().definition(), taken.event()).whenComplete((shaped, thrown) -> {
            if (thrown != null) {
                release(taken, RETRIGGER_DELAY);
            } else {
                retriggered(taken, attempt(taken, startedAt), shaped);
            }
        });
    }

    private void retriggered(Taken taken, Fact.Attempt attempt, Shaping.Shaped shaped) {
        if (shaped.start().isEmpty()) {
            String reason = shaped.parking()
                    .map(Incoming.Parking::reason)
                    .orElse("asked again, the trigger does not want the event");
            settle(taken, new Command.Retrigger(attempt, Optional.empty(), new TriggerResult.Unwanted(reason)));
            return;
        }
        Incoming.Start start = shaped.start().get();
        if (start.begin().trigger() instanceof TriggerResult.Threw threw) {
            log(taken, attempt, new Outcome.Rejected(threw.failure()));
        }
        var command = new Command.Retrigger(
                attempt, start.begin().key(), start.begin().trigger());
        Event seen = taken.event().below(() -> Trace.span(taken.key().flow()));
        triggers.sent(seen, taken.row().target().definition(), shaped.sends()).whenComplete((sends, thrown) -> {
            if (thrown != null) {
                release(taken, RETRIGGER_DELAY);
            } else {
                settle(taken, command, start.keys(), new Effects(sends, start.claims()));
            }
        });
    }

    private void settle(Taken taken, Command command, Incoming.Keys keys, Effects effects) {
        journal.settle(new Settlement(taken.key(), taken.lease(), command, keys, effects));
    }

    private Fact.Attempt attempt(Taken taken, Instant startedAt) {
        Duration took = Duration.between(startedAt, clock.instant());
        return new Fact.Attempt(
                taken.row().attempt().number(), startedAt, took.isNegative() ? Duration.ZERO : took, node);
    }
}
