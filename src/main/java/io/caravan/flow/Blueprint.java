package io.caravan.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The definitions that a set of routes amounts to, or every reason why it amounts to none. */
public record Blueprint(SortedMap<String, Definition> definitions, List<Refusal> refusals) {
    /** Reads the routes; in any order they give the same definitions. */
    public static Blueprint read(Collection<Declaration> routes, Policies policies) {
        var refusals = new ArrayList<>(Naming.checkIds(routes));
        var flows = new TreeMap<String, List<Declaration>>();
        for (Declaration route : routes) {
            Naming.check(route)
                    .ifPresentOrElse(refusals::add, () -> flows.computeIfAbsent(route.flow(), name -> new ArrayList<>())
                            .add(route));
            refusals.addAll(Options.check(route));
        }
        var definitions = new TreeMap<String, Definition>();
        for (Map.Entry<String, List<Declaration>> flow : flows.entrySet()) {
            var reading = new FlowReading(flow.getKey(), flow.getValue(), policies);
            definitions.put(flow.getKey(), reading.definition());
            refusals.addAll(reading.refusals());
        }
        refusals.sort(java.util.Comparator.comparing(Refusal::place));
        return new Blueprint(definitions, List.copyOf(refusals));
    }
}
