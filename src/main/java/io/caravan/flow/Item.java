package io.caravan.flow;

/** An item of an action's list, named {@code ACTION/INDEX} among a flow's actions; indexes begin with 0. */
public final class Item {
    private Item() {}

    public static String name(String action, int index) {
        return action + "/" + index;
    }

    public static boolean isItem(String name) {
        return name.indexOf('/') >= 0;
    }

    /** The action that an item belongs to; any other name stands for itself. */
    public static String action(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    public static int index(String item) {
        return Integer.parseInt(item.substring(item.indexOf('/') + 1));
    }
}
