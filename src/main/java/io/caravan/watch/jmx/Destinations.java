package io.caravan.watch.jmx;

import java.util.SortedMap;
import javax.management.MXBean;

/** What JMX shows of destinations and actions that rest, and how they are told to. What is asked is answered by a sentence. */
@MXBean
public interface Destinations {
    /** What rests: by its name, since when, by whom and why. */
    SortedMap<String, String> getPaused();

    /** From now on no attempt begins that uses the destination, on no node; those that run end. */
    String pause(String destination, String note);

    /** Attempts begin again. */
    String resume(String destination, String note);

    /** From now on no attempt of the action begins, on no node; those that run end. */
    String pauseAction(String definition, String action, String note);

    /** Attempts of the action begin again. */
    String resumeAction(String definition, String action, String note);
}
