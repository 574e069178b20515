package io.caravan.simulation;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Asking;
import io.caravan.dispatch.Ended;
import io.caravan.dispatch.Work;
import io.caravan.flow.Action;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Place;
import io.caravan.store.outbox.Taken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Runs attempts: the route at once, its end when the answers that it got say. */
final class Attempts {
    /** Of the machine's own time: a route that takes longer waits for something that a simulation does not have. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final World world;

    Attempts(World world) {
        this.world = world;
    }

    void run(Taken taken, Work work, ActionRoute route, BiConsumer<Fact.Attempt, Ended> settling) {
        String action = taken.key().name();
        Action pinned = taken.state().action(action).orElseThrow();
        var startedAt = world.now();
        world.script().begin(action);
        Asking.Answer asked = Asking.ask(taken, work, route);
        Ended ended = asked.ended().orElseGet(() -> asked.before(perform(action, asked.work(), route)));
        Duration took = world.script().end();
        Duration longest = pinned.policy().attemptTimeout();
        boolean late = took.compareTo(longest) > 0;
        Duration told = late ? longest : took;
        var attempt = new Fact.Attempt(taken.row().attempt().number(), startedAt, told, "simulation");
        world.agenda()
                .put(
                        startedAt.plus(told),
                        () -> true,
                        () -> settling.accept(attempt, late ? timedOut(longest) : ended));
    }

    private Ended perform(String action, Work work, ActionRoute route) {
        var ended = new CompletableFuture<Ended>();
        route.perform(work, ended::complete);
        try {
            return ended.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException hangs) {
            throw new BrokenScenario(
                    new Place("action " + action, 0),
                    "Its route has not ended within " + LONGEST.toSeconds()
                            + " s of real time; in a simulation nothing may wait for what is outside of it.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokenScenario(new Place("action " + action, 0), "The simulation was interrupted.");
        }
    }

    private static Ended timedOut(Duration longest) {
        var failure = new Failure("AttemptTimeout", "The route had not ended after " + longest.toMillis() + " ms.");
        return new Ended(Outcome.uncertain(failure), List.of());
    }
}
