package io.caravan.flow;

import java.util.List;
import java.util.Optional;

/** A node of the graph: one Camel route that does one thing once its needs are met. */
public record Action(
        String name,
        List<Need> needs,
        Policy policy,
        Conditions conditions,
        Optional<Await> awaits,
        Provisions provisions) {
    public Action {
        needs = List.copyOf(needs);
    }

    public Action(String name, List<Need> needs, Policy policy) {
        this(name, needs, policy, Conditions.NONE);
    }

    public Action(String name, List<Need> needs, Policy policy, Conditions conditions) {
        this(name, needs, policy, conditions, Optional.empty(), Provisions.NONE);
    }

    /** Whether it undoes another action: then it has no place among the needs, and runs only on a flow's way back. */
    public boolean isCompensation() {
        return !provisions.compensates().isEmpty();
    }

    /** Whether something is to be evaluated before it can be readied. */
    boolean isConditional() {
        return !conditions.isEmpty() || awaits.isPresent();
    }
}
