package io.caravan;

import io.caravan.dispatch.limit.Pausing;
import io.caravan.dispatch.limit.Pausing.Wish;
import io.caravan.flow.Pause.Subject;
import io.caravan.watch.jmx.Destinations;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Destinations and actions that rest, for JMX. */
record ShownDestinations(Pausing pausing) implements Destinations {
    static final String BY = "JMX";

    @Override
    public SortedMap<String, String> getPaused() {
        var paused = new TreeMap<String, String>();
        pausing.all().forEach(each -> paused.put(each.subject().toString(), each.sentence()));
        return paused;
    }

    @Override
    public String pause(String destination, String note) {
        return pause(Subject.destination(destination), note);
    }

    @Override
    public String resume(String destination, String note) {
        return resume(Subject.destination(destination), note);
    }

    @Override
    public String pauseAction(String definition, String action, String note) {
        return pause(Subject.action(definition, action), note);
    }

    @Override
    public String resumeAction(String definition, String action, String note) {
        return resume(Subject.action(definition, action), note);
    }

    private String pause(Subject subject, String note) {
        try {
            return pausing.pause(subject, new Wish(BY, note)).sentence();
        } catch (SQLException away) {
            return "The database cannot be read at the moment; ask again later.";
        }
    }

    private String resume(Subject subject, String note) {
        return pausing.resume(subject, new Wish(BY, note)).sentence();
    }
}
