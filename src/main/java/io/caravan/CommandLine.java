package io.caravan;

import io.caravan.cli.Exit;
import io.caravan.cli.House;
import io.caravan.cli.NotDone;
import io.caravan.cli.Terminal;
import io.caravan.cli.Words;
import io.caravan.component.FlowRoutes;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import io.caravan.simulation.Simulator;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The words beside the usual start, put together; a class of its own, so that this start loads nothing of it. */
final class CommandLine {
    private CommandLine() {}

    static int execute(String... words) {
        var house = new House(
                () -> told(() -> {
                    Caravan.start(Caravan.settings());
                    return true;
                }),
                new House.Stored(
                        (out, progress) -> told(() -> Verify.run(Caravan.settings(), out, progress)),
                        folder -> told(() -> BackUp.run(Caravan.settings(), folder, System.out))),
                new House.Routes(
                        () -> told(() -> Caravan.settings().policies()),
                        folder -> told(() -> inspect(folder)),
                        folder -> told(() -> simulator(folder))),
                new House.Access(
                        () -> told(() -> address(Caravan.settings())),
                        (role, name) -> NewToken.make(role, name, System.out)),
                (kinds, out) -> told(() -> PreparedPortal.of(Caravan.settings(), kinds, out)));
        return Words.execute(house, Terminal.own(), words);
    }

    /** Where Caravan answers, seen from this machine. */
    private static String address(Settings settings) {
        String host = settings.text("camel.server.host");
        String seen = host.isEmpty() || host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return (settings.https() ? "https://" : "http://") + (seen.contains(":") ? "[" + seen + "]" : seen) + ":"
                + settings.text("camel.server.port");
    }

    private static List<Refusal> inspect(Path folder) {
        Settings settings = Caravan.settings();
        Policies policies = settings.policies();
        var surroundings = RouteSurroundings.apart(settings, folder, Clock.systemUTC());
        var routes = new FlowRoutes(new Registry(), policies.redelivery(), policies.attemptTimeout());
        try {
            return surroundings
                    .inspection(Libraries.open(settings.path("caravan.lib")), routes)
                    .of(folder);
        } catch (IOException unreadable) {
            throw new NotDone(
                    Exit.UNREADABLE, "the folder " + folder + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    /** What the routes log is no part of the answer. */
    private static Simulator simulator(Optional<Path> folder) {
        Logging.mute();
        Settings settings = Caravan.settings();
        return Rehearsed.simulator(settings, folder.orElseGet(() -> settings.path("caravan.routes")));
    }

    /** A refused configuration in the words of the command line. */
    private static <T> T told(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (ConfigurationRefused refused) {
            throw new NotDone(Exit.CONFIGURATION, String.valueOf(refused.getMessage()));
        }
    }
}
