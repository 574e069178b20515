package io.caravan.cli;

import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import io.caravan.flow.Refusal;
import io.caravan.routing.RouteFolder;
import io.caravan.routing.RouteScan;
import io.caravan.simulation.Simulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line answers to some words, in this JVM. */
record Said(int code, String out, String err) {
    /** How the words are said. */
    record Speaker(String address, boolean watched, String input, Map<String, String> environment) {
        static Speaker to(String address) {
            return new Speaker(address, false, "", Map.of());
        }

        Speaker onTerminal() {
            return new Speaker(address, true, input, environment);
        }

        Speaker with(String text) {
            return new Speaker(address, watched, text, environment);
        }

        Speaker in(Map<String, String> variables) {
            return new Speaker(address, watched, input, variables);
        }

        Said say(String... words) {
            return say(
                    new House(
                            () -> {
                                throw new AssertionError("started");
                            },
                            new House.Stored(
                                    (found, progress) -> {
                                        progress.accept(500);
                                        found.accept("all is well");
                                        return 0;
                                    },
                                    folder -> folder.equals(Path.of("monday")) ? 0 : 73),
                            new House.Routes(Said::policies, Said::inspect, Said::simulator),
                            new House.Access(() -> address, (role, name) -> {
                                if (!role.equals("viewer") || !name.equals("ann")) {
                                    throw new NotDone(Exit.USAGE, role + " is not for " + name + ".");
                                }
                            }),
                            (kinds, found) -> {
                                kinds.forEach(kind -> found.accept(kind + ": prepared"));
                                return kinds.contains("notes") ? 1 : 0;
                            }),
                    words);
        }

        Said say(House house, String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            var terminal = new Terminal(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    watched,
                    environment);
            int code = Words.execute(house, terminal, words);
            return new Said(code, out.toString(), err.toString());
        }
    }

    /** The scan alone: all of the inspection is Caravan's to put together. */
    static List<Refusal> inspect(Path folder) {
        try {
            return RouteScan.of(new RouteFolder(folder).read()).refusals(policies());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** To be put together by Caravan as well. */
    static Simulator simulator(Optional<Path> folder) {
        throw new AssertionError("simulated");
    }

    static Policies policies() {
        var redelivery = new Redelivery(8, Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0.15);
        return new Policies(
                redelivery, Duration.ofMinutes(5), bean -> Optional.of(redelivery), schedule -> Optional.empty());
    }
}
