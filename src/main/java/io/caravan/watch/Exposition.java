package io.caravan.watch;

import io.caravan.store.Observer.Point;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The figures and gauges as Prometheus reads them; put together only when they are asked for. */
final class Exposition implements MultiCollector {
    private final Figures figures;
    private final Supplier<List<Counter>> counters;
    private final Supplier<List<Gauge>> gauges;

    Exposition(Figures figures, Supplier<List<Counter>> counters, Supplier<List<Gauge>> gauges) {
        this.figures = figures;
        this.counters = counters;
        this.gauges = gauges;
    }

    @Override
    public MetricSnapshots collect() {
        var all = MetricSnapshots.builder();
        all.metricSnapshot(events());
        all.metricSnapshot(flows());
        all.metricSnapshot(attempts());
        all.metricSnapshot(durations());
        all.metricSnapshot(one(
                "caravan_attempts_lost",
                "Attempts whose process died, or lost its lease, before it could tell how they ended.",
                figures.lost()));
        all.metricSnapshot(histogram("caravan_commit_batch_size", "Commands that one transaction committed.")
                .dataPoint(point(figures.batches(), Labels.EMPTY))
                .build());
        all.metricSnapshot(histogram("caravan_commit_duration_seconds", "Time of one COMMIT, until it is on disk.")
                .dataPoint(point(figures.commits(), Labels.EMPTY))
                .build());
        all.metricSnapshot(one(
                "caravan_commits_rolled_back",
                "Transactions that failed and were undone, to be run again.",
                figures.count(Point.ROLLED_BACK)));
        all.metricSnapshot(one(
                "caravan_stale_settles",
                "Ends of attempts that came too late: another node had the lease by then, nothing was changed.",
                figures.count(Point.STALE_SETTLE)));
        all.metricSnapshot(deleted());
        counters.get().forEach(each -> all.metricSnapshot(counted(each)));
        gauges.get().forEach(each -> gauge(each).ifPresent(all::metricSnapshot));
        return all.build();
    }

    private CounterSnapshot events() {
        return counter("caravan_events", "Events sent to this node, by what they were answered.")
                .dataPoint(count(figures.count(Point.ACCEPTED), "outcome", "accepted"))
                .dataPoint(count(figures.count(Point.DUPLICATE), "outcome", "duplicate"))
                .dataPoint(count(figures.count(Point.REFUSED), "outcome", "refused"))
                .build();
    }

    private CounterSnapshot flows() {
        var flows = counter("caravan_flows", "Flows by what became of them; mended = failed before, running again.");
        figures.flows().each((key, count) -> flows.dataPoint(count(count, "flow", key.flow(), "status", key.status())));
        return flows.build();
    }

    private CounterSnapshot attempts() {
        var attempts = counter("caravan_attempts", "Attempts of actions, by how they ended.");
        figures.attempts()
                .each((key, count) -> attempts.dataPoint(count(
                        count,
                        "flow",
                        key.action().flow(),
                        "action",
                        key.action().action(),
                        "outcome",
                        key.outcome())));
        return attempts.build();
    }

    private HistogramSnapshot durations() {
        var durations = histogram("caravan_attempt_duration_seconds", "Time that attempts took.");
        for (Map.Entry<Figures.OfAction, Spread> each : figures.durations().entrySet()) {
            Labels labels = Labels.of(
                    "flow", each.getKey().flow(), "action", each.getKey().action());
            durations.dataPoint(point(each.getValue(), labels));
        }
        return durations.build();
    }

    private CounterSnapshot deleted() {
        return counter("caravan_deleted", "What retention has deleted.")
                .dataPoint(count(figures.count(Point.FLOWS_DELETED), "kind", "flow"))
                .dataPoint(count(figures.count(Point.EVENTS_DELETED), "kind", "event"))
                .build();
    }

    private static CounterSnapshot counted(Counter counter) {
        var counts = counter(counter.name(), counter.meaning());
        counter.values().forEach((value, count) -> counts.dataPoint(count(count.getAsLong(), counter.label(), value)));
        return counts.build();
    }

    private static CounterSnapshot.Builder counter(String name, String meaning) {
        return CounterSnapshot.builder().name(name).help(meaning);
    }

    private static CounterSnapshot one(String name, String meaning, long count) {
        return counter(name, meaning).dataPoint(count(count)).build();
    }

    private static CounterDataPointSnapshot count(long count, String... labels) {
        return CounterDataPointSnapshot.builder()
                .value(count)
                .labels(Labels.of(labels))
                .build();
    }

    private static Optional<GaugeSnapshot> gauge(Gauge gauge) {
        SortedMap<String, Double> values = gauge.read();
        var points = GaugeSnapshot.builder().name(gauge.name()).help(gauge.meaning());
        values.forEach((each, value) -> points.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(gauge.label().isEmpty() ? Labels.EMPTY : Labels.of(gauge.label(), each))
                .build()));
        return values.isEmpty() ? Optional.empty() : Optional.of(points.build());
    }

    private static HistogramSnapshot.Builder histogram(String name, String meaning) {
        return HistogramSnapshot.builder().name(name).help(meaning);
    }

    private static HistogramDataPointSnapshot point(Spread spread, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(spread.bounds(), spread.counts()))
                .sum(spread.sum())
                .labels(labels)
                .build();
    }
}
