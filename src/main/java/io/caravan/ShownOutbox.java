package io.caravan;

import io.caravan.store.view.Backlog;
import io.caravan.store.view.Backlog.Found;
import io.caravan.watch.jmx.Outbox;
import java.util.function.ToIntFunction;

/** The backlog, for JMX. */
record ShownOutbox(Backlog backlog) implements Outbox {
    private int count(ToIntFunction<Found> what) {
        return backlog.found().map(what::applyAsInt).orElse(-1);
    }

    @Override
    public int getDue() {
        return count(Found::due);
    }

    @Override
    public double getOldestDueAgeSeconds() {
        return backlog.oldestAge().map(age -> age.toMillis() / 1000.0).orElse(-1.0);
    }

    @Override
    public int getFlowsRunning() {
        return count(Found::running);
    }

    @Override
    public int getFlowsFailed() {
        return count(Found::failed);
    }

    @Override
    public int getDeadLetters() {
        return count(Found::dead);
    }
}
