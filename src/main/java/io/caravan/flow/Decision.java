package io.caravan.flow;

import java.util.List;

/** The facts that a command led to, and the state after them; no facts = the command was stale. */
public record Decision(List<Fact> facts, FlowState state) {}
