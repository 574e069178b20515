package io.caravan.bench.diamond;

import io.caravan.bench.load.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was measured of one contender. */
public final class Figures {
    /** Everything, to be written down. */
    record Raw(List<Burst> bursts, List<Steady> steady, List<Report> acceptOnly) {}

    private final List<Burst> bursts = new ArrayList<>();
    private Optional<Steady> steady = Optional.empty();
    private Optional<Report> acceptOnly = Optional.empty();

    public void add(Burst burst) {
        bursts.add(burst);
    }

    public void set(Steady measured) {
        this.steady = Optional.of(measured);
    }

    void setAcceptOnly(Report measured) {
        this.acceptOnly = Optional.of(measured);
    }

    Raw raw() {
        return new Raw(bursts(), steady.stream().toList(), acceptOnly.stream().toList());
    }

    List<Burst> bursts() {
        return List.copyOf(bursts);
    }

    public Optional<Steady> steady() {
        return steady;
    }

    Optional<Report> acceptOnly() {
        return acceptOnly;
    }

    public double median(ToDoubleFunction<Burst> figure) {
        double[] sorted = sorted(figure);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double least(ToDoubleFunction<Burst> figure) {
        return sorted(figure)[0];
    }

    public double most(ToDoubleFunction<Burst> figure) {
        double[] sorted = sorted(figure);
        return sorted[sorted.length - 1];
    }

    private double[] sorted(ToDoubleFunction<Burst> figure) {
        return bursts.stream().mapToDouble(figure).sorted().toArray();
    }
}
