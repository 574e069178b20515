package io.caravan.store.limit;

import io.caravan.flow.Budgets;

/** What rests, and how often destinations may be called. */
public record Limits(Pauses pauses, Budgets budgets) {}
