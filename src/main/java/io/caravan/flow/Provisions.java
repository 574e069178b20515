package io.caravan.flow;

/**
 * What else is pinned for an action: how many of its attempts run at once on one node (0 = as many as there are permits), its
 * priority, the route that is asked before an uncertain attempt is repeated, and where a copy goes when it gives up.
 */
public record Provisions(int concurrency, int priority, String probe, String deadLetterUri) {
    public static final Provisions NONE = new Provisions(0, 0, "", "");

    public boolean isEmpty() {
        return equals(NONE);
    }
}
