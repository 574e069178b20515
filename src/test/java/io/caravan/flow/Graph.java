package io.caravan.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Definitions for tests, written as {@code "deal needs contact,announcement?"} and {@code "void compensates deal"}. */
final class Graph {
    static final Redelivery TWICE = new Redelivery(2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0);

    private Graph() {}

    static Definition of(String... actions) {
        return of(TWICE, actions);
    }

    static Definition of(Redelivery redelivery, String... actions) {
        var policy = new Policy(redelivery, Duration.ofMinutes(5), "");
        List<Action> graph = new ArrayList<>();
        for (String action : actions) {
            String[] parts = action.split(" compensates ");
            String[] words = parts[0].split(" needs ");
            graph.add(new Action(
                    words[0],
                    Need.list(words.length > 1 ? words[1] : ""),
                    policy,
                    Conditions.NONE,
                    Optional.empty(),
                    new Provisions(0, 0, "", "", parts.length > 1 ? parts[1] : "")));
        }
        return new Definition("sample", graph);
    }

    static Definition withRedeliveries(int maximum, String... actions) {
        return of(TWICE.withMaximumRedeliveries(maximum), actions);
    }

    static Definition diamond() {
        return of("a", "b needs a", "c needs a", "d needs b,c");
    }
}
