package io.caravan.dispatch.limit;

import io.caravan.dispatch.Registry;
import io.caravan.flow.Definition;
import io.caravan.flow.Nearest;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.view.DestinationList;
import io.caravan.store.view.VersionList;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which destinations and actions there are: those of the routes in force, and those that flows still have to do with. */
public final class Subjects {
    private final Registry registry;
    private final DestinationList destinations;
    private final VersionList versions;

    public Subjects(Registry registry, DestinationList destinations, VersionList versions) {
        this.registry = registry;
        this.destinations = destinations;
        this.versions = versions;
    }

    /** The destinations that the routes in force name, each as a whole. */
    public SortedSet<String> declared() {
        var names = new TreeSet<String>();
        registry.definitions().values().stream()
                .flatMap(definition -> definition.actions().values().stream())
                .map(action -> action.policy().destination())
                .filter(name -> !name.isEmpty())
                .map(name -> Subject.destination(name).name())
                .forEach(names::add);
        return names;
    }

    /** How much waits for each destination. */
    public SortedMap<String, Integer> waiting() throws SQLException {
        return destinations.waiting();
    }

    /** Why there is no such thing, as a sentence; empty = there is. */
    Optional<String> unknown(Subject subject) throws SQLException {
        return subject.kind() == Pause.Kind.DESTINATION ? unknownDestination(subject.name()) : unknownAction(subject);
    }

    private Optional<String> unknownDestination(String name) throws SQLException {
        Set<String> names = declared();
        if (names.contains(name) || destinations.names().contains(name)) {
            return Optional.empty();
        }
        return Optional.of("No action has the destination '" + name + "'"
                + Nearest.meant(name, names, "; GET /destinations lists them."));
    }

    private Optional<String> unknownAction(Subject subject) throws SQLException {
        String definition = subject.name().substring(0, subject.name().indexOf('/'));
        String action = subject.name().substring(definition.length() + 1);
        Optional<Definition> current =
                Optional.ofNullable(registry.definitions().get(definition));
        boolean known = Stream.concat(
                        current.stream(), versions.of(definition).stream().map(VersionList.Version::definition))
                .anyMatch(each -> each.actions().containsKey(action));
        return known
                ? Optional.empty()
                : Optional.of("No definition '" + definition + "' has an action '" + action
                        + "'; GET /definitions lists them.");
    }
}
