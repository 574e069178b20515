package io.caravan;

import io.caravan.component.aggregate.Aggregations;
import io.caravan.dispatch.limit.Pausing;
import io.caravan.flow.Pause;
import io.caravan.routing.Generations;
import io.caravan.store.aggregation.StoredGroups;
import io.caravan.store.view.Backlog;
import io.caravan.watch.Counter;
import io.caravan.watch.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Which of the house's numbers are metrics: their names, what they mean, and where they come from. */
final class Measures {
    private final Settings settings;
    private final CompletableFuture<Engine> engine;
    private final CompletableFuture<Generations> generations;
    private final CompletableFuture<Aggregations> aggregations;
    private final List<Counter> shown = new CopyOnWriteArrayList<>();

    Measures(
            Settings settings,
            CompletableFuture<Engine> engine,
            CompletableFuture<Generations> generations,
            CompletableFuture<Aggregations> aggregations) {
        this.settings = settings;
        this.engine = engine;
        this.generations = generations;
        this.aggregations = aggregations;
    }

    /** By third party, how many of the calls to its webhook were refused. */
    void show(Map<String, LongSupplier> refusedCalls) {
        shown.add(new Counter(
                "caravan_webhooks_refused",
                "Calls to a webhook without a valid signature of whom it is for.",
                "from",
                refusedCalls));
    }

    /** What has been counted since the start, as far as it is there. */
    List<Counter> counters() {
        var counted = new ArrayList<>(shown);
        if (generations.isDone()) {
            counted.add(reloads(generations.join()));
            counted.add(gathered());
        }
        if (engine.isDone()) {
            engine.join()
                    .parkedInInbox()
                    .ifPresent(rows -> counted.add(new Counter(
                            "caravan_parked",
                            "What came in and cannot be an event; it was put aside for a person.",
                            "way",
                            Map.of("inbox", rows))));
        }
        return counted;
    }

    private static Counter reloads(Generations found) {
        return new Counter(
                "caravan_reloads",
                "Generations of route files that came into force (the first one included) or were refused.",
                "state",
                Map.of("applied", found::applied, "refused", found::refusals));
    }

    private Counter gathered() {
        return new Counter(
                "caravan_aggregations",
                "Messages that aggregators on #caravan have gathered, groups that were completed, deliveries that went well or failed.",
                "what",
                aggregations.join().counts());
    }

    /** How things stand, once there is something to be looked at. */
    List<Gauge> gauges() {
        return engine.isDone() ? gauges(engine.join()) : List.of();
    }

    private List<Gauge> gauges(Engine opened) {
        Backlog backlog = opened.housekeeping().backlog();
        String upTo = ", counted up to " + Backlog.MOST + ".";
        return List.of(
                Gauge.of("caravan_accepts_waiting", "Events that wait to be stored.", () -> opened.journal()
                        .waitingAccepts()),
                Gauge.of(
                        "caravan_accepts_limit",
                        "Events that may wait before more are refused.",
                        () -> settings.number("caravan.accept.queue", 1)),
                Gauge.of(
                        "caravan_beat_age_seconds",
                        "For how long the other nodes have not been told that this one lives; 0 with SQLite.",
                        () -> opened.journal().sinceBeat().toMillis() / 1000.0),
                Gauge.of(
                        "caravan_routes_refused",
                        "1 = the route files as they stand are refused, those before them stay in force; 0 = they are not.",
                        () -> generations.join().refused().isPresent() ? 1 : 0),
                Gauge.of("caravan_attempts_running", "Attempts that run on this node.", () -> opened.dispatcher()
                        .running()),
                Gauge.of(
                        "caravan_attempts_limit",
                        "Attempts that may run on this node at once.",
                        () -> settings.number("caravan.attempts", 1)),
                new Gauge(
                        "caravan_destination_paused",
                        "Whether the destination rests: 1 = no attempt that uses it begins.",
                        "destination",
                        () -> paused(opened.pausing())),
                Gauge.maybe(
                        "caravan_outbox_due",
                        "Rows of the outbox that are due, may be taken, and that no node has taken" + upTo,
                        () -> backlog.found().map(Backlog.Found::due)),
                Gauge.maybe(
                        "caravan_outbox_oldest_due_age_seconds",
                        "For how long the oldest of these rows has been due; 0 = there is none.",
                        () -> backlog.oldestAge().map(age -> age.toMillis() / 1000.0)),
                Gauge.maybe("caravan_flows_running", "Flows that run" + upTo, () -> backlog.found()
                        .map(Backlog.Found::running)),
                Gauge.maybe("caravan_flows_failed", "Flows that have failed" + upTo, () -> backlog.found()
                        .map(Backlog.Found::failed)),
                Gauge.maybe(
                        "caravan_groups_waiting",
                        "Completed groups of aggregators that are not delivered yet" + upTo,
                        () -> aggregations.join().backlog().map(StoredGroups.Backlog::waiting)),
                Gauge.maybe(
                        "caravan_groups_failing",
                        "Those of them whose delivery has failed before" + upTo,
                        () -> aggregations.join().backlog().map(StoredGroups.Backlog::failing)),
                Gauge.maybe(
                        "caravan_dead_letters",
                        "Actions that gave up and wait for a person" + upTo,
                        () -> backlog.found().map(Backlog.Found::dead)));
    }

    private static SortedMap<String, Double> paused(Pausing pausing) {
        var paused = new TreeMap<String, Double>();
        pausing.subjects().declared().forEach(name -> paused.put(name, 0.0));
        pausing.all().stream()
                .map(Pause::subject)
                .filter(subject -> subject.kind() == Pause.Kind.DESTINATION)
                .forEach(subject -> paused.put(subject.name(), 1.0));
        return paused;
    }
}
