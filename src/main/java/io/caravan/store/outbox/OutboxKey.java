package io.caravan.store.outbox;

/** Which side effect a row of the outbox stands for; the action is blank for a deadline. */
public record OutboxKey(String flow, String action, int item) implements Comparable<OutboxKey> {
    @Override
    public int compareTo(OutboxKey other) {
        int byFlow = flow.compareTo(other.flow);
        int byAction = byFlow != 0 ? byFlow : action.compareTo(other.action);
        return byAction != 0 ? byAction : Integer.compare(item, other.item);
    }
}
