package io.caravan.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Definitions for tests, written as {@code "deal needs contact,announcement?"}. */
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
            String[] words = action.split(" needs ");
            graph.add(new Action(words[0], Need.list(words.length > 1 ? words[1] : ""), policy));
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
