package io.caravan.flow;

import java.util.Locale;

/** How a flow stands as a whole. */
public enum FlowStatus {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FlowStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
