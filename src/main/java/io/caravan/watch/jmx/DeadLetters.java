package io.caravan.watch.jmx;

import javax.management.MXBean;

/** How JMX replays what gave up. What is asked is answered by a sentence. */
@MXBean
public interface DeadLetters {
    /**
     * Replays the dead letters of one group, as GET /dead-letters/groups lists them; the first one must succeed before the others
     * follow. The answer names the path of the report.
     */
    String replay(String group, String note);
}
