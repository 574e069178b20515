package io.caravan.flow;

import java.util.List;

/** A node of the graph: one Camel route that does one thing once its needs are met. */
public record Action(String name, List<Need> needs, Policy policy, Conditions conditions) {
    public Action {
        needs = List.copyOf(needs);
    }

    public Action(String name, List<Need> needs, Policy policy) {
        this(name, needs, policy, Conditions.NONE);
    }
}
