package io.caravan.store.outbox;

import io.caravan.flow.Item;

/**
 * Which side effect a row of the outbox stands for. The action is blank for what concerns the flow as a whole; items of a list
 * count from 1, and what is below 0 is done beside the actions.
 */
public record OutboxKey(String flow, String action, int item) implements Comparable<OutboxKey> {
    /** The flow's end by an event that cancels it. */
    public static final int CANCEL = -1;

    /** The flow leaves its lane. */
    public static final int LEAVE = -2;

    /** The flow has turned back, and compensates what it has done once none of its attempts runs any more. */
    public static final int COMPENSATE = -3;

    /** The row of an action, or of an item, by its name among the flow's actions. */
    public static OutboxKey of(String flow, String name) {
        return new OutboxKey(flow, Item.action(name), Item.isItem(name) ? Item.index(name) + 1 : 0);
    }

    /** The name among the flow's actions. */
    public String name() {
        return item > 0 && !action.isEmpty() ? Item.name(action, item - 1) : action;
    }

    @Override
    public int compareTo(OutboxKey other) {
        int byFlow = flow.compareTo(other.flow);
        int byAction = byFlow != 0 ? byFlow : action.compareTo(other.action);
        return byAction != 0 ? byAction : Integer.compare(item, other.item);
    }
}
