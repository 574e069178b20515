package io.caravan.watch.jmx;

import java.util.List;
import java.util.SortedMap;
import javax.management.MXBean;

/** What JMX shows of the routes in force. */
@MXBean
public interface Definitions {
    /** The version of each definition. */
    SortedMap<String, String> getVersions();

    /** The generation in force; empty while Caravan starts. */
    String getGeneration();

    /** How many generations came into force since the start, the first one included. */
    long getApplied();

    /** How many were refused since the start. */
    long getRefused();

    /** Why what the folder holds is refused, each reason as a sentence; none = it is in force. */
    List<String> getRefusal();

    /** Judges anew, within a second, what the folder holds, also what was refused before. */
    void reload();
}
