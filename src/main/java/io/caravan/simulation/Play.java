package io.caravan.simulation;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Briefing;
import io.caravan.dispatch.Ended;
import io.caravan.dispatch.Send;
import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowState;
import io.caravan.flow.Place;
import io.caravan.store.Ids;
import io.caravan.store.journal.OutboxProjection;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Taken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One flow from its event to its end: the routes run, the rules decide, the clock jumps. */
final class Play {
    private static final int MOST_STEPS = 10_000;
    private static final Lease LEASE = new Lease(1, 1);

    private final World world;
    private final Scene scene;
    private final Event event;
    private final Life life;
    private final Memory memory = new Memory();
    private final Briefing briefing = new Briefing(memory);
    private final Attempts attempts;
    private final Happenings happenings;

    Play(World world, Scene scene, Event event, EventForm form) {
        this.world = world;
        this.scene = scene;
        this.event = event;
        String id = Ids.lowestAt(world.clock().instant()); // routes may read from it when the flow began
        this.life = new Life(new FlowState.Identity(id, scene.definition().name(), event.id()), world, this::perform);
        this.attempts = new Attempts(world);
        this.happenings = new Happenings(world, life, memory, form);
    }

    /** Plays it, and holds it against what is expected. */
    Story story(Scenario scenario) {
        Optional<BrokenScenario> broken = Optional.empty();
        try {
            run(scenario.later());
        } catch (BrokenScenario brokenOff) {
            broken = Optional.of(brokenOff);
        }
        var story = new Story(life.state(), world.chronicle(), world.script().calls(), happenings.sent());
        if (broken.isPresent()) {
            story.breakOff(broken.get().reason());
            return story;
        }
        happenings.objections().forEach(story::object);
        scenario.expectations().forEach(each -> each.problem(story).ifPresent(story::object));
        world.script().unused().forEach(place -> story.object(place + ": nobody has asked for this answer."));
        return story;
    }

    private void run(List<Later> later) {
        world.chronicle().tell(Chronicle.FLOW, "event " + event.type() + " " + event.data(), "");
        Opening opening = open();
        if (opening.refused().isPresent()) {
            world.chronicle()
                    .tell(Chronicle.FLOW, "does not begin: " + opening.refused().get(), "");
            return;
        }
        happenings.expect(later);
        decide(opening.begin(), opening.sends());
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (!world.agenda().next()) {
                tellWhoWaits();
                return;
            }
        }
        throw new BrokenScenario(
                new Place("flow " + scene.definition().name(), 0),
                "It goes on and on: after " + MOST_STEPS + " steps and "
                        + Telling.amount(world.chronicle().lasted())
                        + " it has not ended; let an answer end it, or cancel it later.");
    }

    private Opening open() {
        world.script().begin(FlowState.TRIGGER);
        Opening opening = Opening.of(scene.trigger(), scene.definition(), event, world.now());
        world.script().end();
        return opening;
    }

    private void tellWhoWaits() {
        life.state().actions().forEach((action, progress) -> {
            String reason = life.waitingFor(action);
            if (!reason.isEmpty()) {
                world.chronicle().tell(action, progress.state().word(), reason);
            }
        });
    }

    /** What is due for an action depends on its state, as anywhere. */
    private void perform(String action) {
        ActionProgress progress = life.state().progress(action).orElseThrow();
        OutboxRow.Kind kind = OutboxProjection.kind(action, progress.state());
        Instant dueAt = life.take(action);
        var row = new OutboxRow(
                OutboxKey.of(life.state().identity().id(), action),
                kind,
                new OutboxRow.Target(scene.definition().name(), ""),
                new OutboxRow.Try(progress.attempts() + 1, progress.uncertain()),
                dueAt);
        var taken = new Taken(row, LEASE, life.state(), event);
        switch (kind) {
            case TRIGGER -> retrigger(taken);
            case EVALUATE -> evaluate(taken);
            case AWAIT -> life.decide(new Command.Wake(action));
            default ->
                attempts.run(
                        taken,
                        briefing.work(taken),
                        scene.route(action),
                        (attempt, ended) -> settle(action, attempt, ended));
        }
    }

    private void settle(String action, Fact.Attempt attempt, Ended ended) {
        decide(new Command.Settle(action, attempt, ended.outcome(), ended.absent()), ended.sends());
    }

    private void retrigger(Taken taken) {
        Opening opening = open();
        var attempt =
                new Fact.Attempt(taken.row().attempt().number(), world.now(), java.time.Duration.ZERO, "simulation");
        Command.Begin begin = opening.begin();
        decide(new Command.Retrigger(attempt, begin.key(), begin.lane(), begin.trigger()), opening.sends());
    }

    /** What a route has sent counts only if its end does: not in a flow that has ended meanwhile. */
    private void decide(Command command, List<Send> sends) {
        List<Fact> facts = life.decide(command);
        if (facts.stream().anyMatch(fact -> fact instanceof Fact.Succeeded || fact instanceof Fact.Triggered)) {
            happenings.send(event, sends);
        }
    }

    private void evaluate(Taken taken) {
        String name = taken.key().name();
        Action action = taken.state().action(name).orElseThrow();
        ActionRoute route = scene.route(name);
        Evaluation evaluation;
        try {
            evaluation =
                    route.evaluate(briefing.work(taken), action, taken.row().dueAt());
        } catch (RuntimeException thrown) {
            evaluation = new Evaluation.Threw(Failure.of(thrown));
        }
        boolean arrived = taken.state()
                .progress(name)
                .flatMap(progress -> progress.given().event())
                .isPresent();
        if (!arrived
                && evaluation instanceof Evaluation.Wanted wanted
                && action.awaits().isPresent()) {
            var await = action.awaits().get();
            var awaited = new Command.Awaited(await.type(), wanted.awaitKey(), await.lookBack());
            Optional<String> early = memory.latest(
                    await.type(), wanted.awaitKey(), world.chronicle().begun(), await.lookBack());
            life.decide(new Command.Evaluate(name, evaluation, Optional.of(awaited), early));
        } else {
            life.decide(new Command.Evaluate(name, evaluation));
        }
    }
}
