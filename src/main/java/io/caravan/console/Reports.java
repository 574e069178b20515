package io.caravan.console;

import io.caravan.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of work on many flows, by its id; the last hundred are kept, in memory, by the node that does the work. */
final class Reports<T extends Runnable> {
    private static final int MOST = 100;

    private final String word;
    private final Map<String, T> kept = new LinkedHashMap<>();

    /** @param word what one of them is called */
    Reports(String word) {
        this.word = word;
    }

    /** The work goes on, on a thread of its own, and is kept under its id. */
    void begin(String id, T work, String thread) {
        keep(id, work);
        var begun = new Thread(work, thread);
        begun.setDaemon(true);
        begun.start();
    }

    private synchronized void keep(String id, T work) {
        kept.put(id, work);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized T find(String id) {
        T found = kept.get(id);
        if (found == null) {
            throw new Problem(404, "Unknown " + word, "This node keeps no report of a " + word + " '" + id + "'.");
        }
        return found;
    }
}
