package io.caravan.simulation;

import java.time.Instant;

/** What one play has for itself: its time, what is due, what is told, and who answers. */
record World(VirtualClock clock, Agenda agenda, Chronicle chronicle, Script script) {
    /** A fresh one, which begins at this moment. */
    static World of(Scenario scenario, VirtualClock clock, Instant start) {
        clock.set(start);
        var chronicle = new Chronicle(clock);
        var script = new Script(scenario, (action, words) -> chronicle.tell(action, words, ""));
        return new World(clock, new Agenda(clock), chronicle, script);
    }

    Instant now() {
        return clock.instant();
    }
}
