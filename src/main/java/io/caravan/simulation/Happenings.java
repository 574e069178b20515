package io.caravan.simulation;

import io.caravan.dispatch.Send;
import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What comes to the flow from outside, and what it sends. */
final class Happenings {
    private final World world;
    private final Life life;
    private final Memory memory;
    private final EventForm form;
    private final List<Event> sent = new ArrayList<>();
    private final List<String> objections = new ArrayList<>();

    Happenings(World world, Life life, Memory memory, EventForm form) {
        this.world = world;
        this.life = life;
        this.memory = memory;
        this.form = form;
    }

    void expect(List<Later> later) {
        for (Later each : later) {
            world.agenda().put(world.chronicle().begun().plus(each.after()), () -> true, () -> happen(each));
        }
    }

    private void happen(Later later) {
        later.event().ifPresent(written -> {
            Event event = form.event(written, Optional.empty(), world.now());
            world.chronicle()
                    .tell(
                            Chronicle.FLOW,
                            "event " + event.type() + " comes"
                                    + event.attributes()
                                            .key()
                                            .map(key -> ", its key is " + key)
                                            .orElse(""),
                            "");
            come(event);
        });
        later.act().ifPresent(command -> {
            world.chronicle().tell(Chronicle.FLOW, later.words(), "");
            try {
                life.decide(command);
            } catch (Refused refused) {
                world.chronicle().tell(Chronicle.FLOW, "refused: " + refused.getMessage(), "");
                objections.add(later.place() + ": " + later.words() + ", which is refused: " + refused.getMessage());
            }
        });
    }

    /** An event that ends the flow beats the same event for an action. */
    private void come(Event event) {
        memory.keep(event, world.now());
        Optional<String> key = event.attributes().key();
        FlowState state = life.state();
        boolean ends = state.plan()
                .filter(plan -> plan.definition().cancelOn().contains(event.type()))
                .isPresent();
        if (ends && key.isPresent() && key.equals(state.standing().key())) {
            life.decide(new Command.CancelOn(event.type(), event.identity().externalId()));
            return;
        }
        state.actions().forEach((action, progress) -> {
            boolean awaits = progress.state() == ActionState.AWAITING
                    && key.filter(progress.given().key()::equals).isPresent()
                    && state.action(action)
                            .flatMap(pinned -> pinned.awaits())
                            .filter(await -> await.type().equals(event.type()))
                            .isPresent();
            if (awaits) {
                life.decide(new Command.Wake(action, Optional.of(event.id())));
            }
        });
    }

    /** Events go to the flow itself, if it waits for them; what they start beside it is not played. */
    void send(Event cause, List<Send> sends) {
        var events = new ArrayList<Event>();
        for (Send send : sends) {
            boolean flow = send.kind() == Send.Kind.FLOW;
            String definition = life.state().identity().definition();
            events.add(
                    form.sent(cause, definition, flow ? "flow:" + send.name() : send.name(), send.data(), world.now()));
            world.chronicle()
                    .tell(
                            Chronicle.FLOW,
                            (flow ? "started flow " : "sent event ") + send.name() + " " + send.data(),
                            "");
        }
        sent.addAll(events);
        events.forEach(this::come);
    }

    List<Event> sent() {
        return List.copyOf(sent);
    }

    /** Acts that were refused. */
    List<String> objections() {
        return List.copyOf(objections);
    }
}
