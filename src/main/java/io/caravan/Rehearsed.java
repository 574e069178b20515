package io.caravan;

import io.caravan.cli.Exit;
import io.caravan.cli.NotDone;
import io.caravan.component.FlowRoutes;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Policies;
import io.caravan.routing.Inspection;
import io.caravan.simulation.Simulator;
import io.caravan.simulation.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts together what plays flows of a folder's routes without anything outside the process. */
final class Rehearsed {
    private Rehearsed() {}

    static Simulator simulator(Settings settings, Path routes) {
        if (!Files.isDirectory(routes)) {
            throw new NotDone(Exit.MISSING, "there is no folder " + routes + " with routes.");
        }
        var clock = new VirtualClock();
        var registry = new Registry();
        Policies policies = settings.policies();
        var flows = new FlowRoutes(registry, policies.redelivery(), policies.attemptTimeout());
        Inspection inspection = RouteSurroundings.apart(settings, routes, clock)
                .inspection(Libraries.open(settings.path("caravan.lib")), flows);
        return new Simulator(clock, registry, outside -> {
            try {
                return inspection.open(routes, outside);
            } catch (IOException unreadable) {
                throw new NotDone(
                        Exit.UNREADABLE, "the folder " + routes + " cannot be read: " + unreadable.getMessage() + ".");
            }
        });
    }
}
