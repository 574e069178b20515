package io.caravan.cli;

import java.io.PrintWriter;

/** How far long work has come, on one line that is written over and wiped at the end; nothing where nobody watches. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;

    Progress(Terminal terminal) {
        this.err = terminal.err();
        this.shown = terminal.watched();
    }

    /** So many of so many. */
    void at(long done, long all) {
        int filled = (int) (all == 0 ? WIDTH : WIDTH * done / all);
        show("[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + " of " + all);
    }

    /** So many, of nobody knows how many. */
    void at(long done, String what) {
        show(done + " " + what);
    }

    private void show(String line) {
        if (shown) {
            err.print(WIPE + line);
            err.flush();
        }
    }

    /** Makes room for a line of the answer. */
    void wipe() {
        show("");
    }

    @Override
    public void close() {
        wipe();
    }
}
