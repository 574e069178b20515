package io.caravan.store.journal;

/** Flows of this definition with this {@code orderedBy} key run one after another. */
public record LaneKey(String definition, String key) implements Comparable<LaneKey> {
    @Override
    public int compareTo(LaneKey other) {
        int byDefinition = definition.compareTo(other.definition);
        return byDefinition != 0 ? byDefinition : key.compareTo(other.key);
    }
}
