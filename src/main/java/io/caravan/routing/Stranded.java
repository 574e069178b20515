package io.caravan.routing;

import io.caravan.flow.Action;
import io.caravan.flow.Definition;
import io.caravan.flow.Need;
import io.caravan.store.view.VersionList;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what running flows will wait for since their routes were edited: they keep their graph, not their routes. */
final class Stranded {
    private final VersionList versions;

    Stranded(VersionList versions) {
        this.versions = versions;
    }

    /**
     * @param before the definitions that were in force
     * @param now those that are
     * @return a sentence for each action that has no route any more that fits
     */
    List<String> since(Map<String, Definition> before, Map<String, Definition> now) throws SQLException {
        var sentences = new ArrayList<String>();
        for (String name : before.keySet()) {
            if (before.get(name).equals(now.get(name))) {
                continue;
            }
            for (VersionList.Version version : versions.of(name)) {
                version.definition().actions().values().forEach(pinned -> unfit(
                                pinned, Optional.ofNullable(now.get(name)))
                        .ifPresent(why -> sentences.add(version.running() + version.failed()
                                + " flows of " + name + " that have not ended wait when they come to "
                                + pinned.name() + ": " + why + ".")));
            }
        }
        return sentences;
    }

    private static Optional<String> unfit(Action pinned, Optional<Definition> now) {
        Optional<Action> route = now.flatMap(
                definition -> Optional.ofNullable(definition.actions().get(pinned.name())));
        if (route.isEmpty()) {
            return Optional.of("its route is gone");
        }
        List<String> given = pinned.needs().stream().map(Need::action).toList();
        List<String> missing = route.get().needs().stream()
                .map(Need::action)
                .filter(need -> !given.contains(need))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("its route needs " + missing.stream().collect(Collectors.joining(", "))
                        + " now, which they do not have");
    }
}
