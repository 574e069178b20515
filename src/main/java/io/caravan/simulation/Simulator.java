package io.caravan.simulation;

import io.caravan.dispatch.Registry;
import io.caravan.flow.Event;
import io.caravan.flow.Refusal;
import io.caravan.routing.OpenRehearsal;
import io.caravan.routing.ThirdParties;
import java.util.List;
import java.util.function.Function;

/** Plays scenarios, one after another, with the routes of one folder; nothing leaves the process. */
public final class Simulator implements AutoCloseable {
    private final VirtualClock clock;
    private final Registry registry;
    private final OpenRehearsal rehearsal;
    private volatile ThirdParties playing = sent -> {
        throw new IllegalStateException("nothing is played");
    };

    /**
     * @param clock the one that the routes' surroundings know
     * @param registry where the rehearsal puts its routes in force
     * @param opening lets the routes stand, with these third parties
     */
    public Simulator(VirtualClock clock, Registry registry, Function<ThirdParties, OpenRehearsal> opening) {
        this.clock = clock;
        this.registry = registry;
        this.rehearsal = opening.apply(sent -> playing.answer(sent));
    }

    /** Why the routes cannot be played. */
    public List<Refusal> refusals() {
        return rehearsal.refusals();
    }

    /** Plays a scenario; throws when it is broken before anything has happened. */
    public synchronized Story play(Scenario scenario) {
        Scene scene = Scene.of(registry.routes(), scenario.beginning());
        scene.check(scenario);
        World world = World.of(scenario, clock, scene.start(scenario.beginning()));
        playing = world.script();
        var form = new EventForm();
        Event event = scene.event(scenario.beginning(), form, world.now());
        return new Play(world, scene, event, form).story(scenario);
    }

    @Override
    public void close() {
        rehearsal.close();
    }
}
