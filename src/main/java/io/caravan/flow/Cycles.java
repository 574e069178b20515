package io.caravan.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds a cycle among needs; the answer is its whole path, {@code deal -> link -> deal}; a self-need is no path. */
final class Cycles {
    private final Map<String, List<Need>> needs;
    private final Set<String> clean = new HashSet<>();
    private final List<String> path = new ArrayList<>();

    private Cycles(Map<String, List<Need>> needs) {
        this.needs = needs;
    }

    static Optional<List<String>> find(Map<String, List<Need>> needs) {
        var search = new Cycles(needs);
        return needs.keySet().stream()
                .sorted()
                .map(search::from)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<String>> from(String action) {
        int seen = path.indexOf(action);
        if (seen >= 0) {
            var cycle = new ArrayList<>(path.subList(seen, path.size()));
            cycle.add(action);
            return Optional.of(cycle);
        }
        if (clean.contains(action)) {
            return Optional.empty();
        }
        path.add(action);
        for (Need need : needs.getOrDefault(action, List.of())) {
            Optional<List<String>> cycle = need.action().equals(action) ? Optional.empty() : from(need.action());
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        clean.add(action);
        return Optional.empty();
    }
}
