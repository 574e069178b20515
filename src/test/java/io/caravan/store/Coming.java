package io.caravan.store;

import io.caravan.flow.Action;
import io.caravan.flow.Await;
import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Conditions;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Failure;
import io.caravan.flow.Need;
import io.caravan.flow.Payload;
import io.caravan.flow.Policy;
import io.caravan.flow.Provisions;
import io.caravan.flow.Redelivery;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.LaneKey;
import io.caravan.store.journal.OnceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An event on its way to the journal, with the flows that it starts: what an intake would hand over. */
public final class Coming {
    private static final Redelivery TWICE = new Redelivery(2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0);

    private final Event event;
    private final List<Incoming.Start> starts = new ArrayList<>();
    private final List<Incoming.Parking> parked = new ArrayList<>();

    private Coming(Event event) {
        this.event = event;
    }

    public static Coming event(String externalId) {
        return event(externalId, "happened", "ann");
    }

    public static Coming event(String externalId, String type, String subject) {
        return new Coming(new Event(
                new Event.Identity(Ids.next(), "/test", externalId),
                new Event.Attributes(
                        type, Optional.of(subject), Instant.parse("2026-11-22T09:59:00Z"), Optional.empty()),
                "{\"n\":1}",
                0));
    }

    /**
     * A definition of actions written as {@code "deal needs contact,announcement?"} or
     * {@code "post at slack limit 1 priority 3"} or {@code "void compensates deal"}.
     */
    public static Definition graph(String name, String... actions) {
        return new Definition(name, Arrays.stream(actions).map(Coming::action).toList());
    }

    private static Action action(String text) {
        String[] undone = text.split(" compensates ");
        String[] urgency = undone[0].split(" priority ");
        String[] limit = urgency[0].split(" limit ");
        String[] place = limit[0].split(" at ");
        String[] needs = place[0].split(" needs ");
        var policy = new Policy(TWICE, Duration.ofMinutes(5), place.length > 1 ? place[1] : "");
        var provisions = new Provisions(
                limit.length > 1 ? Integer.parseInt(limit[1]) : 0,
                urgency.length > 1 ? Integer.parseInt(urgency[1]) : 0,
                "",
                "",
                undone.length > 1 ? undone[1] : "");
        return new Action(
                needs[0],
                Need.list(needs.length > 1 ? needs[1] : ""),
                policy,
                Conditions.NONE,
                Optional.empty(),
                provisions);
    }

    /** A definition whose one action {@code a} awaits an event of the type {@code paid}. */
    public static Definition awaiting(String name, Optional<Duration> timeout, Set<String> cancelOn) {
        var await = new Await("paid", "${body[k]}", Await.USUAL_LOOK_BACK, timeout, false);
        var policy = new Policy(TWICE, Duration.ofMinutes(5), "");
        var action = new Action("a", List.of(), policy, Conditions.NONE, Optional.of(await), Provisions.NONE);
        return new Definition(name, List.of(action), cancelOn);
    }

    /** A definition whose one action {@code a} runs once for each item of a list. */
    public static Definition listing(String name) {
        var policy = new Policy(TWICE, Duration.ofMinutes(5), "");
        return new Definition(
                name, List.of(new Action("a", List.of(), policy, new Conditions("", "", "", "${body[list]}", ""))));
    }

    public Coming starts(Definition definition) {
        return starts(definition, Optional.empty(), List.of());
    }

    /** Starts a flow that runs after others of its lane. */
    public Coming startsInLane(String key, String name, String... actions) {
        var shaped = new TriggerResult.Shaped(graph(name, actions), Optional.empty(), Optional.empty());
        var keys = new Incoming.Keys(Optional.empty(), Optional.of(new LaneKey(name, key)));
        var begin = new Command.Begin(Optional.of(key), shaped);
        starts.add(new Incoming.Start(new Incoming.FlowId(Ids.next(), name), keys, begin, List.of(), List.of()));
        return this;
    }

    public Coming starts(String name, String... actions) {
        return starts(graph(name, actions), Optional.empty(), List.of());
    }

    /** Starts a flow once per key; its trigger sends the events. */
    public Coming startsOnce(String key, String name, Coming... sends) {
        return starts(
                graph(name, "a"),
                Optional.of(key),
                Arrays.stream(sends).map(Coming::incoming).toList());
    }

    /** Starts a flow whose trigger sends the events. */
    public Coming startsSending(String name, Coming... sends) {
        return starts(
                graph(name, "a"),
                Optional.empty(),
                Arrays.stream(sends).map(Coming::incoming).toList());
    }

    private Coming starts(Definition definition, Optional<String> once, List<Incoming> sends) {
        var shaped = new TriggerResult.Shaped(definition, Optional.empty(), Optional.empty());
        return start(definition.name(), once, shaped, sends);
    }

    public Coming startsWithDeadline(Instant deadline, String name, String... actions) {
        Definition definition = graph(name, actions);
        return start(
                name,
                Optional.empty(),
                new TriggerResult.Shaped(definition, Optional.empty(), Optional.of(deadline)),
                List.of());
    }

    public Coming startsWithInput(Payload input, List<Claim> claims, String name, String... actions) {
        var shaped = new TriggerResult.Shaped(graph(name, actions), Optional.of(input), Optional.empty());
        var begin = new Command.Begin(Optional.empty(), shaped);
        var flow = new Incoming.FlowId(Ids.next(), name);
        starts.add(new Incoming.Start(flow, Incoming.Keys.NONE, begin, List.of(), claims));
        return this;
    }

    public Coming startsFailing(String name) {
        var threw = new TriggerResult.Threw(new Failure("Broken", "the trigger threw"));
        return start(name, Optional.empty(), threw, List.of());
    }

    private Coming start(String name, Optional<String> once, TriggerResult result, List<Incoming> sends) {
        var begin = new Command.Begin(Optional.of("key of " + name), result);
        starts.add(new Incoming.Start(
                new Incoming.FlowId(Ids.next(), name),
                new Incoming.Keys(once.map(key -> new OnceKey(name, key)), Optional.empty()),
                begin,
                sends,
                List.of()));
        return this;
    }

    public Coming parks(String definition, String reason) {
        parked.add(new Incoming.Parking(definition, reason));
        return this;
    }

    public Incoming incoming() {
        return new Incoming(event, List.copyOf(starts), List.copyOf(parked));
    }
}
