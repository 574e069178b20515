package io.caravan.routing;

import io.caravan.component.FlowRoutes.Published;
import io.caravan.component.LiveId;
import io.caravan.flow.Definition;
import io.caravan.flow.Refusal;
import io.caravan.http.Crossing;
import io.caravan.routing.LiveRoutes.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges one set of routes for another in the running Camel. The new {@code flow:} routes start beside the old ones; a route
 * that cannot stand twice is drained and replaced while its callers wait; then the definitions switch at once, and the old
 * routes go when they have been left. If anything fails on the way, all is as it was.
 */
final class Swap {
    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    private final LiveRoutes live;
    private final SharedParts shared;
    private final Crossing crossing;
    private final Drain drain;
    private final Executor later;
    private RouteSet set = RouteSet.EMPTY;
    private List<Standing> standing = List.of();
    private final List<Standing> retiring = new ArrayList<>();
    private int number = 1;

    /** @param later runs what can wait; never at the same time as an exchange */
    Swap(LiveRoutes live, Crossing crossing, Duration longestDrain, Executor later) {
        this.live = live;
        this.shared = new SharedParts(live.context());
        this.crossing = crossing;
        this.drain = new Drain(live.context(), crossing, longestDrain);
        this.later = later;
    }

    RouteSet set() {
        return set;
    }

    SortedMap<String, Definition> definitions() {
        return live.flows().definitions();
    }

    /** Adds the first routes, before Camel is started. */
    void begin(RouteSet first) throws Exception {
        shared.change(set, first);
        standing = addAll(first.routes(), new EntryLoader(first, live.context()), new ArrayList<>());
        set = first;
    }

    /** Puts the definitions of the first routes in force, once Camel is started. */
    List<Refusal> publish() {
        return publish(standing).blueprint().refusals();
    }

    /** Throws when a route cannot be started; then everything is as it was. */
    List<Refusal> exchange(RouteSet next) throws Exception {
        var difference = Difference.of(standing, next.routes());
        number++;
        var begun = new Begun();
        try {
            shared.change(set, next);
            var loader = new EntryLoader(next, live.context());
            addAll(difference.beside(), loader, begun.added);
            replace(difference, loader, begun);
            var now = new ArrayList<>(difference.kept());
            now.addAll(begun.added);
            Published published = publish(now);
            if (!published.blueprint().refusals().isEmpty()) {
                takeBack(next, begun);
                return published.blueprint().refusals();
            }
            set = next;
            standing = now;
            retire(difference.retiring(), published);
            return List.of();
        } catch (Exception failed) {
            takeBack(next, begun);
            throw failed;
        } finally {
            crossing.open();
        }
    }

    /** What one exchange has done so far. */
    private static final class Begun {
        private final List<Standing> added = new ArrayList<>();
        private final List<Standing> removed = new ArrayList<>();
        private final List<Standing> aside = new ArrayList<>();
    }

    private List<Standing> addAll(List<Entry> entries, EntryLoader loader, List<Standing> added) throws Exception {
        for (Entry entry : entries) {
            makePlace(entry);
            String id = live.isTaken(entry.id()) ? LiveId.beside(entry.id(), number) : entry.id();
            added.add(live.add(entry, id, loader));
        }
        return added;
    }

    private void replace(Difference difference, EntryLoader loader, Begun begun) throws Exception {
        List<Standing> making = difference.makingWay();
        crossing.close(paths(making));
        for (Standing old : making) {
            if (!drain.drain(live.routes(old), old.entry().paths())) {
                LOG.warn(
                        "route {} had not ended its work in time; the rest is cut off",
                        old.entry().id());
            }
            live.remove(old);
            begun.removed.add(old);
        }
        for (Standing old : difference.steppingAside()) {
            begun.aside.add(old);
            live.stepAside(old);
        }
        addAll(difference.instead(), loader, begun.added);
    }

    private static List<String> paths(List<Standing> routes) {
        return routes.stream().flatMap(each -> each.entry().paths().stream()).toList();
    }

    private Published publish(List<Standing> routes) {
        crossing.guard(paths(routes));
        Set<String> ids = routes.stream().flatMap(each -> each.ids().stream()).collect(Collectors.toSet());
        return live.flows().publish(live.context(), ids::contains);
    }

    private void takeBack(RouteSet refused, Begun begun) {
        begun.added.forEach(added -> orComplain(added.entry(), () -> live.remove(added)));
        begun.aside.forEach(live::stepBack);
        try {
            shared.change(refused, set);
        } catch (Exception failed) {
            LOG.error("what routes share could not be taken back: {}", CamelRefusal.reason(failed));
        }
        var loader = new EntryLoader(set, live.context());
        var now = new ArrayList<>(standing);
        for (Standing removed : begun.removed) {
            now.remove(removed);
            orComplain(
                    removed.entry(),
                    () -> now.add(live.add(removed.entry(), removed.entry().id(), loader)));
        }
        standing = now;
        crossing.guard(paths(standing));
    }

    private interface Step {
        void take() throws Exception;
    }

    private static void orComplain(Entry entry, Step step) {
        try {
            step.take();
        } catch (Exception failed) {
            LOG.error("route {} could not be put back or removed: {}", entry.id(), CamelRefusal.reason(failed));
        }
    }

    /** Removes the old routes once nobody is in a flow: route of the old set any more. */
    private void retire(List<Standing> old, Published published) {
        retiring.addAll(old);
        published.left().thenRunAsync(() -> old.forEach(this::finish), later);
    }

    /** A route that is on its way out makes place when it is to come back. */
    private void makePlace(Entry entry) {
        for (Standing old : List.copyOf(retiring)) {
            if (old.entry().isFlow() || !old.entry().isAlike(entry)) {
                continue;
            }
            if (old.entry().isDirect()) {
                live.stepAside(old);
            } else {
                finish(old);
            }
        }
    }

    private void finish(Standing old) {
        if (!retiring.remove(old)) {
            return;
        }
        orComplain(old.entry(), () -> {
            if (!old.entry().isFlow()) {
                drain.drain(live.routes(old), old.entry().paths());
            }
            live.remove(old);
        });
    }
}
