package io.caravan.flow;

/** A definition's graph as a mermaid flow chart; a dotted line is a need that may be missed, or leads to a compensation. */
public final class Mermaid {
    private Mermaid() {}

    public static String of(Definition definition) {
        var graph = new StringBuilder("flowchart TD\n  trigger([")
                .append(definition.name())
                .append("])\n");
        for (Action action : definition.actions().values()) {
            graph.append("  ")
                    .append(action.name())
                    .append("[")
                    .append(action.name())
                    .append("]\n");
        }
        for (Action action : definition.actions().values()) {
            if (action.isCompensation()) {
                graph.append("  ").append(action.provisions().compensates()).append(" -. undone by .-> ");
                graph.append(action.name()).append('\n');
            } else if (action.needs().isEmpty()) {
                graph.append("  trigger --> ").append(action.name()).append('\n');
            }
            for (Need need : action.needs()) {
                graph.append("  ").append(need.action()).append(need.optional() ? " -.-> " : " --> ");
                graph.append(action.name()).append('\n');
            }
        }
        return graph.toString();
    }
}
