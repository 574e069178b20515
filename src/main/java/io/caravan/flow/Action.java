package io.caravan.flow;

import java.util.List;

/** A node of the graph: one Camel route that does one thing once its needs are met. */
public record Action(String name, List<Need> needs, Policy policy) {
    public Action {
        needs = List.copyOf(needs);
    }
}
