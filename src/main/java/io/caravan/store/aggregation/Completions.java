package io.caravan.store.aggregation;

import java.util.List;

/** The groups that a change has completed; taken = the node that writes it delivers them, else any may. */
public record Completions(List<CompletedGroup> groups, boolean taken) {
    public static final Completions NONE = new Completions(List.of(), false);
}
