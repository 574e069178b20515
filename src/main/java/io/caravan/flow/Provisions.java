package io.caravan.flow;

/**
 * What else is pinned for an action: how many of its attempts run at once on one node (0 = as many as there are permits), its
 * priority, the route that is asked before an uncertain attempt is repeated, where a copy goes when it gives up, and the action
 * that it compensates.
 */
public record Provisions(int concurrency, int priority, String probe, String deadLetterUri, String compensates) {
    public static final Provisions NONE = new Provisions(0, 0, "", "");

    public Provisions(int concurrency, int priority, String probe, String deadLetterUri) {
        this(concurrency, priority, probe, deadLetterUri, "");
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Part of what a definition's version is a hash of: what is not given must not show, or old versions would change. */
    @Override
    public String toString() {
        return "Provisions[concurrency=" + concurrency + ", priority=" + priority + ", probe=" + probe
                + ", deadLetterUri=" + deadLetterUri + (compensates.isEmpty() ? "" : ", compensates=" + compensates)
                + "]";
    }
}
