package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Whether work on many flows still runs; and why it has stopped, if it has. */
final class Progress {
    private enum State {
        RUNNING,
        DONE,
        STOPPED
    }

    private State state = State.RUNNING;
    private String reason = "";

    synchronized void done() {
        state = State.DONE;
    }

    synchronized void stop(String why) {
        state = State.STOPPED;
        reason = why;
    }

    synchronized void tell(ObjectNode report) {
        report.put("state", state.name().toLowerCase(Locale.ROOT)).put("reason", reason);
    }
}
