package io.caravan.routing;

import io.caravan.routing.LiveRoutes.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has to be done so that the entries that stand become others. */
record Difference(List<Standing> kept, List<Entry> beside, List<Entry> instead, List<Standing> gone) {
    /**
     * @param standing what stands in Camel now
     * @param wanted the entries that are to stand
     */
    static Difference of(Collection<Standing> standing, List<Entry> wanted) {
        Map<String, Standing> before = new LinkedHashMap<>();
        standing.forEach(each -> before.put(each.entry().id(), each));
        var kept = new ArrayList<Standing>();
        var beside = new ArrayList<Entry>();
        var instead = new ArrayList<Entry>();
        for (Entry entry : wanted) {
            Optional<Standing> same = Optional.ofNullable(before.get(entry.id()))
                    .filter(old -> old.entry().kind() == entry.kind()
                            && old.entry().fingerprint().equals(entry.fingerprint()));
            if (same.isPresent()) {
                kept.add(new Standing(entry, same.get().ids()));
                before.remove(entry.id());
            } else {
                (entry.isFlow() ? beside : instead).add(entry);
            }
        }
        return new Difference(kept, beside, instead, List.copyOf(before.values()));
    }

    boolean isNothing() {
        return beside.isEmpty() && instead.isEmpty() && gone.isEmpty();
    }

    /** Those that make way before their successors start, callers before those whom they call. */
    List<Standing> makingWay() {
        var rest = new ArrayList<>(gone.stream()
                .filter(old -> !old.entry().isFlow() && isReplaced(old.entry()))
                .toList());
        var ordered = new ArrayList<Standing>();
        while (!rest.isEmpty()) {
            Standing next = rest.stream()
                    .filter(each -> rest.stream()
                            .noneMatch(other -> other != each
                                    && other.entry().mentions(each.entry().from())))
                    .findFirst()
                    .orElse(rest.get(0));
            ordered.add(next);
            rest.remove(next);
        }
        return ordered;
    }

    /** Those that nothing comes in place of, and flow: routes, which stand beside their successors: they go at last. */
    List<Standing> retiring() {
        List<Standing> making = makingWay();
        return gone.stream().filter(old -> !making.contains(old)).toList();
    }

    /** By an entry of its id, or one that begins with the same URI. */
    private boolean isReplaced(Entry old) {
        return instead.stream()
                .anyMatch(entry -> entry.id().equals(old.id())
                        || !entry.from().isEmpty() && entry.from().equals(old.from()));
    }
}
