package io.caravan.dispatch;

/** What leaves the house beside the effects of actions. */
public record Outward(DeadLetterChannel letters, LifeCycleChannel lifeCycle) {}
