package io.caravan;

import io.caravan.dispatch.Registry;
import io.caravan.flow.Refusal;
import io.caravan.routing.Generation;
import io.caravan.routing.Generations;
import io.caravan.watch.jmx.Definitions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The routes in force, for JMX. */
record ShownDefinitions(Registry registry, Generations generations, Runnable again) implements Definitions {
    @Override
    public SortedMap<String, String> getVersions() {
        var versions = new TreeMap<String, String>();
        registry.definitions().forEach((name, definition) -> versions.put(name, definition.version()));
        return versions;
    }

    @Override
    public String getGeneration() {
        return generations.newestFirst().stream()
                .filter(each -> each.state() == Generation.State.APPLIED)
                .findFirst()
                .map(Generation::id)
                .orElse("");
    }

    @Override
    public long getApplied() {
        return generations.applied();
    }

    @Override
    public long getRefused() {
        return generations.refusals();
    }

    @Override
    public List<String> getRefusal() {
        return generations
                .refused()
                .map(each -> each.errors().stream().map(Refusal::toString).toList())
                .orElse(List.of());
    }

    @Override
    public void reload() {
        again.run();
    }
}
