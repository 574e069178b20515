package io.caravan.flow;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/** Reads when a trigger ticks; what stands in a placeholder is judged when its value is known. */
final class ScheduleReading {
    private final Parameters trigger;
    private final Function<String, Optional<String>> problem;

    /** @param problem what is wrong with a cron expression; empty = nothing */
    ScheduleReading(Parameters trigger, Function<String, Optional<String>> problem) {
        this.trigger = trigger;
        this.problem = problem;
    }

    void check() {
        if (trigger.text("event").isBlank() && trigger.text("schedule").isBlank()) {
            trigger.refuse("The trigger of flow '" + trigger.flow()
                    + "' says no event and no schedule; add event: TYPE or schedule: CRON.");
        } else if (trigger.has("schedule")) {
            checkCron(trigger.text("schedule"));
        }
        if (trigger.has("timeZone")) {
            checkZone(trigger.text("timeZone"));
        }
    }

    private void checkCron(String cron) {
        Optional<String> reason = isPlaceholder(cron) ? Optional.empty() : problem.apply(cron);
        reason.ifPresent(why -> trigger.refuse(
                "schedule",
                "schedule '" + cron + "' cannot be used: " + why
                        + "; write minute hour day month weekday, e.g. \"0 9 * * MON-FRI\", with seconds in front if need"
                        + " be."));
    }

    private void checkZone(String zone) {
        if (!trigger.has("schedule")) {
            trigger.refuse(
                    "timeZone",
                    "timeZone belongs to a schedule, and there is none; add schedule: CRON or take it out.");
        } else if (!isPlaceholder(zone) && !isZone(zone)) {
            trigger.refuse(
                    "timeZone",
                    "timeZone '" + zone + "' is not known"
                            + Nearest.meant(
                                    zone,
                                    ZoneId.getAvailableZoneIds(),
                                    "; write it like Europe/Berlin, or take it out for UTC."));
        }
    }

    private static boolean isPlaceholder(String text) {
        return text.contains("{{");
    }

    private static boolean isZone(String text) {
        try {
            return !ZoneId.of(text.strip()).getId().isEmpty();
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
