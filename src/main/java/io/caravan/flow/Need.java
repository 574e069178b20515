package io.caravan.flow;

import java.util.ArrayList;
import java.util.List;

/** An edge of the graph: the action waits for another one; an optional need ({@code b?}) is met however that one settles. */
public record Need(String action, boolean optional) {
    /** Reads {@code "a,b?"}; blank text is no need at all. */
    public static List<Need> list(String text) {
        var needs = new ArrayList<Need>();
        for (String part : text.split(",", -1)) {
            String name = part.strip();
            if (!name.isEmpty()) {
                boolean optional = name.endsWith("?");
                needs.add(
                        new Need(optional ? name.substring(0, name.length() - 1).strip() : name, optional));
            }
        }
        return List.copyOf(needs);
    }

    /** Whether the state of the needed action meets this need. */
    boolean metBy(ActionState state) {
        return optional ? state.settled() : state == ActionState.SUCCEEDED;
    }

    @Override
    public String toString() {
        return optional ? action + "?" : action;
    }
}
