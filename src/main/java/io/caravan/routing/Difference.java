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

    /** Those that are gone before their successors start. */
    List<Standing> makingWay() {
        return gone.stream()
                .filter(old -> !old.entry().isFlow() && !old.entry().isDirect() && isReplaced(old.entry()))
                .toList();
    }

    /** Those that step aside just before their successors start. */
    List<Standing> steppingAside() {
        return gone.stream()
                .filter(old -> old.entry().isDirect() && isReplaced(old.entry()))
                .toList();
    }

    /** Those that go at last, when nobody is in them any more. */
    List<Standing> retiring() {
        List<Standing> making = makingWay();
        return gone.stream().filter(old -> !making.contains(old)).toList();
    }

    /** By an entry of its id, or one that begins with the same URI. */
    private boolean isReplaced(Entry old) {
        return instead.stream().anyMatch(old::isAlike);
    }
}
