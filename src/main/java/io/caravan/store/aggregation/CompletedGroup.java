package io.caravan.store.aggregation;

/**
 * A group that is complete.
 *
 * @param by what has completed it, in Camel's word: size, predicate, strategy, timeout or interval
 */
public record CompletedGroup(String id, GroupKey key, String content, int size, String by) {}
