package io.caravan.flow;

import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.SimulatedStore.Lease;
import io.caravan.flow.SimulatedStore.Line;
import io.caravan.flow.SimulatedStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** One random life of one flow among three nodes that crash, stall and repeat themselves; all of it follows from the seed. */
final class SimulatedHistory {
    private static final Failure FAILURE = new Failure("Simulated", "");

    /** An attempt that a node runs under its lease. */
    private record Running(SimulatedNode node, String action, int number, Lease lease) {}

    private final SplittableRandom random;
    private final List<Definition> versions = new ArrayList<>();
    private Definition definition;
    private final boolean fenced;
    private final SimulatedStore store;
    private final Witness witness;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private final List<Running> zombies = new ArrayList<>();
    private final List<Running> lost = new ArrayList<>();
    private final List<Running> settled = new ArrayList<>();
    private boolean calm;
    private int stale;
    private int checked;

    SimulatedHistory(long seed) {
        random = new SplittableRandom(seed);
        definition = RandomGraph.draw(random);
        versions.add(definition);
        fenced = random.nextInt(3) > 0;
        store = new SimulatedStore(fenced);
        witness = new Witness(fenced);
        for (String name : List.of("n1", "n2", "n3")) {
            nodes.add(new SimulatedNode(name, store.nextEpoch()));
        }
    }

    /** Lives and ends; throws an AssertionError when a promise is broken. */
    SimulatedHistory live() {
        var begin = new Command.Begin(Optional.empty(), oneIn(10) ? threw() : shaped());
        boolean queued = oneIn(6);
        perform(queued ? begin.in(new Lane("k", 1, true)) : begin);
        for (int steps = random.nextInt(10, 70); steps > 0; steps--) {
            step();
            check();
        }
        runToTheEnd();
        return this;
    }

    private void step() {
        if (oneIn(4)) {
            compensate();
        }
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> take();
            case 5, 6, 7, 8 -> pick(running).ifPresent(attempt -> settle(attempt, outcome()));
            case 9 -> pick(running).ifPresent(this::stall);
            case 10, 11 -> pick(lost).ifPresent(this::rescue);
            case 12 -> pick(zombies).ifPresent(this::wake);
            case 13, 14 -> repeatASettle();
            case 15 -> replay();
            case 16, 17 -> store.passToNextDue();
            case 18 -> store.pass(Duration.ofMillis(random.nextInt(5_000)));
            default -> rarely();
        }
    }

    /** A flow on its way back is looked after; as in the writer's transaction, not while one of its attempts may run. */
    private void compensate() {
        boolean busy = store.outbox().values().stream().anyMatch(Row::cancelled);
        if (!busy && Compensating.isDue(store.folded())) {
            perform(new Command.Compensate());
        }
    }

    private void rarely() {
        switch (random.nextInt(16)) {
            case 0 -> endFromOutside(new Command.Cancel("ann", ""));
            case 1 -> endFromOutside(random.nextBoolean() ? new Command.Expire() : new Command.CancelOn("t", "e"));
            case 8, 9 -> perform(new Command.Turn());
            case 14, 15 -> migrate();
            case 10, 11, 12, 13 -> eventComes();
            case 2, 3, 4 -> crash(anyNode());
            case 5 -> restart();
            default -> release();
        }
    }

    private void take() {
        List<Row> due = store.due();
        if (!due.isEmpty()) {
            Row row = due.get(random.nextInt(due.size()));
            SimulatedNode node = anyNode();
            Lease lease = node.draw();
            ActionState before =
                    store.folded().progress(row.action()).orElseThrow().state();
            if (before == ActionState.EVALUATING) {
                evaluate(row, node, lease);
                return;
            }
            if (before == ActionState.AWAITING) {
                wake(row, node, lease);
                return;
            }
            FlowState state = node.stateAsOf(store.journal());
            if (Probing.isDue(state, row.action()) && probeDecides(row, node, lease, state)) {
                return;
            }
            witness.sawStart(row.action(), lease, state.progress(row.action()).orElseThrow());
            store.take(row, lease);
            running.add(new Running(node, row.action(), row.attempt(), lease));
        }
    }

    /** Evaluates the conditions of an action, unless the node dies over it: then its row is free again. */
    private void evaluate(Row row, SimulatedNode node, Lease lease) {
        store.take(row, lease);
        if (!calm && oneIn(5)) {
            store.release(row.action(), lease);
        } else {
            var command = new Command.Evaluate(row.action(), evaluation(row.action()))
                    .found(oneIn(6) ? Optional.of("early") : Optional.empty());
            store.settle(node, command, row.action(), lease).forEach(witness::saw);
        }
    }

    private Evaluation evaluation(String action) {
        int choice = calm ? 5 : random.nextInt(6);
        Optional<Instant> dueAt =
                choice == 2 ? Optional.of(store.now().plusMillis(random.nextInt(-1_000, 10_000))) : Optional.empty();
        Optional<List<Payload>> items =
                definition.actions().get(action).conditions().forEach().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Collections.nCopies(random.nextInt(4), Payload.NOTHING));
        return switch (choice) {
            case 0 -> new Evaluation.Unwanted();
            case 1 -> new Evaluation.Threw(FAILURE);
            default -> new Evaluation.Wanted(dueAt, "k", items, "");
        };
    }

    private void eventComes() {
        pick(store.folded().actions().entrySet().stream()
                        .filter(entry -> entry.getValue().state() == ActionState.AWAITING)
                        .map(Map.Entry::getKey)
                        .toList())
                .ifPresent(store::come);
    }

    /** Looks after an action that awaits an event; it may have come while the row was on its way. */
    private void wake(Row row, SimulatedNode node, Lease lease) {
        store.take(row, lease);
        if (!calm && oneIn(5)) {
            store.release(row.action(), lease);
            return;
        }
        boolean come = calm || store.hasCome(row.action());
        var command = new Command.Wake(row.action()).found(come ? Optional.of("event") : Optional.empty());
        store.settle(node, command, row.action(), lease).forEach(witness::saw);
    }

    /** Asks the probe; true if its answer ends the matter, so that there is no attempt. */
    private boolean probeDecides(Row row, SimulatedNode node, Lease lease, FlowState state) {
        boolean found = oneIn(3);
        boolean absent = oneIn(2);
        if (!found && !Probing.isLast(state, row.action())) {
            return false;
        }
        store.take(row, lease);
        var outcome = new Outcome.Probed(found ? Optional.of(Payload.NOTHING) : Optional.empty(), !found && absent);
        var asked = new Fact.Attempt(row.attempt(), store.now(), Duration.ZERO, node.toString());
        witness.sawProbe(row.action(), !found && absent);
        store.settle(node, new Command.Settle(row.action(), asked, outcome), row.action(), lease)
                .forEach(witness::saw);
        return true;
    }

    private void settle(Running attempt, Outcome outcome) {
        settle(attempt, outcome, attempt.node());
    }

    private void settle(Running attempt, Outcome outcome, SimulatedNode node) {
        running.remove(attempt);
        settled.remove(attempt);
        settled.add(attempt);
        var started = new Fact.Attempt(attempt.number(), store.now(), Duration.ZERO, node.toString());
        boolean ranToItsEnd = attempt.action().equals(FlowState.TRIGGER) && !(outcome instanceof Outcome.Uncertain);
        Command command = ranToItsEnd
                ? new Command.Retrigger(started, Optional.empty(), triggerResult())
                : new Command.Settle(attempt.action(), started, outcome);
        List<Fact> facts = store.settle(node, command, attempt.action(), attempt.lease());
        stale += facts.isEmpty() ? 1 : 0;
        witness.sawSettle(attempt.action(), attempt.lease(), outcome, facts);
        facts.forEach(witness::saw);
    }

    /** Its node is stopped for longer than a lease, or hangs; it may wake up later. */
    private void stall(Running attempt) {
        running.remove(attempt);
        zombies.add(attempt);
        lost.add(attempt);
    }

    /** The stalled attempt ends after all, before its rescue or long after. */
    private void wake(Running attempt) {
        zombies.remove(attempt);
        settle(attempt, outcome());
    }

    private void rescue(Running attempt) {
        lost.remove(attempt);
        settle(attempt, Outcome.uncertain(FAILURE), anyNode());
    }

    /** A COMMIT in doubt is run again, or an old message arrives once more, perhaps with another outcome. */
    private void repeatASettle() {
        pick(settled).ifPresent(attempt -> settle(attempt, outcome()));
    }

    private void crash(SimulatedNode node) {
        List<Running> gone =
                running.stream().filter(attempt -> attempt.node() == node).toList();
        running.removeAll(gone);
        zombies.removeIf(attempt -> attempt.node() == node);
        lost.addAll(gone);
        node.restart(store.nextEpoch());
    }

    /** A node gives back what it has not begun; one that wakes up too late has nothing to give back. */
    private void release() {
        pick(oneIn(2) ? zombies : running)
                .filter(attempt -> store.release(attempt.action(), attempt.lease()))
                .ifPresent(attempt -> {
                    running.remove(attempt);
                    zombies.remove(attempt);
                    lost.remove(attempt);
                    witness.sawRelease(attempt.action());
                });
    }

    private void replay() {
        FlowState state = store.folded();
        pick(new ArrayList<>(state.actions().keySet())).ifPresent(this::mend);
    }

    /** A person replays an action, leaves it out, or says what it has brought. */
    private void mend(String action) {
        if (action.equals(FlowState.TRIGGER) || !oneIn(3)) {
            replay(action);
            return;
        }
        Command decided = oneIn(2)
                ? new Command.Skip(action, "ann", "")
                : new Command.Resolve(action, Payload.NOTHING, "ann", "");
        boolean allowed = witness.allowsReplayOf(action);
        Witness.hold(allowed == performed(decided), () -> decided + " is allowed: " + allowed);
    }

    private void replay(String action) {
        boolean allowed = witness.allowsReplayOf(action);
        Witness.hold(
                allowed == performed(new Command.Replay(action, "ann", "")),
                () -> "a replay of " + action + " is allowed: " + allowed);
    }

    private void endFromOutside(Command command) {
        boolean allowed = !(witness.sawTheEnd() || witness.sawTheWayBack()) || !(command instanceof Command.Cancel);
        Witness.hold(allowed == performed(command), () -> command + " is allowed: " + allowed);
    }

    /** Without the fence nothing would tell the first attempt after a restart from the first one of all. */
    private void restart() {
        boolean busy = store.outbox().values().stream().anyMatch(Row::cancelled);
        if (fenced && !busy) {
            pick(List.copyOf(definition.actions().keySet())).ifPresent(from -> {
                boolean allowed = witness.allowsRestartFrom(from);
                Witness.hold(
                        allowed == performed(new Command.Restart(from, "ann", "")),
                        () -> "a restart from " + from + " is allowed: " + allowed);
            });
        }
    }

    /** Whether it may move is the rules' to say; what it may not do afterwards is the witness'. */
    private void migrate() {
        Definition next = RandomGraph.edit(random, definition);
        if (performed(new Command.Migrate(next, "ann", ""))) {
            definition = next;
            versions.add(next);
        }
    }

    private boolean performed(Command command) {
        try {
            perform(command);
            return true;
        } catch (Refused refused) {
            return false;
        }
    }

    private void perform(Command command) {
        store.perform(anyNode(), command).forEach(witness::saw);
    }

    /** P8 and P11 after every step. */
    private void check() {
        FlowState state = store.folded();
        if (state.seq() != checked) {
            checked = state.seq();
            Witness.hold(
                    state.equals(store.kept()), () -> "P11: kept " + store.kept() + ", the journal gives " + state);
        }
        witness.checkStatus();
        witness.checkJoins();
        Witness.hold(state.ended() == witness.sawTheEnd(), () -> "the witness saw an end: " + witness.sawTheEnd());
        boolean awake = state.ended() || Turning.waits(state) || Compensating.isDue(state);
        for (var entry : state.actions().entrySet()) {
            ActionProgress progress = entry.getValue();
            Optional<Row> row =
                    Optional.ofNullable(store.outbox().get(entry.getKey())).filter(found -> !found.cancelled());
            Witness.hold(
                    row.isPresent() == progress.state().outstanding(),
                    () -> "P8: " + entry.getKey() + " is " + progress.state().word() + " with outbox row " + row);
            Witness.hold(
                    row.isEmpty() || row.get().attempt() == progress.attempts() + 1,
                    () -> "P5: " + entry.getKey() + " has had " + progress.attempts() + " attempts, next is " + row);
            awake |= row.isPresent() || progress.state().gaveUp();
        }
        Witness.hold(awake, () -> "P8: nothing will wake the flow");
    }

    /** P8: with nodes that live, a person who replays and third parties that answer, every flow ends. */
    private void runToTheEnd() {
        calm = true;
        for (int round = 0; !(witness.sawTheEnd() && store.outbox().isEmpty()); round++) {
            int rounds = round;
            Witness.hold(rounds < 100, () -> "P8: the flow does not end");
            perform(new Command.Turn());
            compensate();
            eventComes();
            List.copyOf(lost).forEach(this::rescue);
            List.copyOf(running).forEach(attempt -> settle(attempt, new Outcome.Done(Payload.NOTHING)));
            List.copyOf(store.folded().actions().keySet()).stream()
                    .filter(witness::allowsReplayOf)
                    .forEach(this::replay);
            check();
            store.passToNextDue();
            take();
        }
        List.copyOf(settled).forEach(attempt -> settle(attempt, outcome()));
        check();
        FlowState folded = SimulatedNode.fold(SimulatedStore.FRESH, store.journal());
        Witness.hold(folded.equals(store.kept()), () -> "P11: kept " + store.kept() + ", the journal gives " + folded);
    }

    private Outcome outcome() {
        Optional<Duration> after = oneIn(4) ? Optional.of(Duration.ofSeconds(30)) : Optional.empty();
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Outcome.Done(Payload.inline(Integer.toString(random.nextInt(100))));
            case 4, 5 -> new Outcome.Retry(FAILURE, after);
            case 6 -> new Outcome.Rejected(FAILURE);
            case 7, 8 -> new Outcome.Uncertain(FAILURE, after);
            default ->
                fenced
                        // It burns no number, so that only the lease tells the next attempt from this one.
                        ? new Outcome.Unavailable(FAILURE, Duration.ofSeconds(10))
                        : Outcome.retry(FAILURE);
        };
    }

    private TriggerResult triggerResult() {
        return oneIn(3) ? threw() : oneIn(10) ? new TriggerResult.Unwanted("held") : shaped();
    }

    private TriggerResult shaped() {
        return new TriggerResult.Shaped(definition, Optional.empty(), Optional.empty());
    }

    private TriggerResult threw() {
        return new TriggerResult.Threw(FAILURE);
    }

    private SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private <T> Optional<T> pick(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }

    List<Line> journal() {
        return store.journal();
    }

    /** Settles that changed nothing. */
    int stale() {
        return stale;
    }

    private static String words(Definition version) {
        return version.actions().values().stream()
                .map(action -> action.name() + action.needs() + "*"
                        + action.policy().redelivery().maximumRedeliveries())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return (fenced ? "fenced" : "unfenced") + ", "
                + versions.stream().map(SimulatedHistory::words).collect(Collectors.joining("; then "))
                + store.journal().stream()
                        .map(line -> "\n  " + line.at() + " " + line.fact())
                        .collect(Collectors.joining());
    }
}
