package io.caravan.dispatch;

import io.caravan.store.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedules of the started triggers: a loop on the timer that polls them all, and rests until there is need again. */
public final class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    /** Never longer: routes come and go meanwhile, and clocks are set. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final Registry registry;
    private final Triggers triggers;
    private final Journal journal;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Map<String, Following> following = new HashMap<>();
    private volatile boolean stopped;

    public Schedules(
            Registry registry, Triggers triggers, Journal journal, Clock clock, ScheduledExecutorService timer) {
        this.registry = registry;
        this.triggers = triggers;
        this.journal = journal;
        this.clock = clock;
        this.timer = timer;
    }

    /** To be called when the routes are ready. */
    public void start() {
        timer.execute(this::run);
    }

    /** From now on nothing ticks. */
    public void stop() {
        stopped = true;
    }

    private void run() {
        if (!stopped) {
            timer.schedule(this::run, Math.max(1, poll().toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    /** Does what is due; the answer is how long to rest. */
    Duration poll() {
        Instant now = clock.instant();
        Map<String, Schedule> schedules = registry.schedules();
        following.keySet().retainAll(schedules.keySet());
        Instant wake = now.plus(LONGEST_REST);
        for (Map.Entry<String, Schedule> each : schedules.entrySet()) {
            Instant need = poll(each.getKey(), each.getValue(), now);
            wake = need.isBefore(wake) ? need : wake;
        }
        return Duration.between(now, wake);
    }

    /** Each schedule stands by itself: whatever is wrong with one, the others go on. */
    private Instant poll(String name, Schedule schedule, Instant now) {
        try {
            return following
                    .compute(
                            name,
                            (any, before) -> before != null && before.follows(schedule)
                                    ? before
                                    : new Following(name, schedule, now))
                    .poll(now, triggers, journal);
        } catch (RuntimeException impossible) {
            LOG.error("schedule {} could not be polled", name, impossible);
            return now.plus(LONGEST_REST);
        }
    }
}
