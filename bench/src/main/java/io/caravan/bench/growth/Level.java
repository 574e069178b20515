package io.caravan.bench.growth;

import io.caravan.bench.contender.Contender;
import io.caravan.bench.diamond.Burst;
import io.caravan.bench.diamond.Figures;
import io.caravan.bench.diamond.Measure;
import io.caravan.bench.diamond.Steady;
import io.caravan.bench.postgres.PostgresServer;

/** A Caravan beside so many sleeping flows, and what was measured of it. */
final class Level implements AutoCloseable {
    private static final int RATE = 50;

    private final int sleeping;
    private final Contender caravan;
    private final Figures figures = new Figures();

    Level(int sleeping, Contender caravan) {
        this.sleeping = sleeping;
        this.caravan = caravan;
    }

    PostgresServer database() {
        return caravan.database().orElseThrow();
    }

    void warmUp(Measure measure, int flows) {
        measure.burst(caravan, flows);
    }

    void burst(Measure measure, int flows) {
        Burst burst = measure.burst(caravan, flows);
        figures.add(burst);
        System.err.printf("%,d sleeping: %.0f flows/s%n", sleeping, burst.flowsPerSecond());
    }

    /** Also refuses figures of sleepers that were awake. */
    void steady(Measure measure, int seconds) {
        figures.set(measure.steady(caravan, RATE, seconds));
        long asleep = Sleepers.asleep(database());
        if (asleep != sleeping) {
            throw new IllegalStateException(asleep + " flows sleep, not " + sleeping);
        }
    }

    String line(Level first) {
        Steady steady = figures.steady().orElseThrow();
        return "| %,d | %.0f (%.0f–%.0f) | %+.0f %% | %.1f / %.1f | %+.0f %% | %.1f / %.1f | %.2f + %.2f |%n"
                .formatted(
                        sleeping,
                        figures.median(Burst::flowsPerSecond),
                        figures.least(Burst::flowsPerSecond),
                        figures.most(Burst::flowsPerSecond),
                        change(figures.median(Burst::flowsPerSecond), first.figures.median(Burst::flowsPerSecond)),
                        steady.median() / 1e3,
                        steady.p99() / 1e3,
                        change(
                                steady.median(),
                                first.figures.steady().orElseThrow().median()),
                        steady.accept().median() / 1e3,
                        steady.accept().p99() / 1e3,
                        figures.median(burst -> burst.perFlow(burst.cost().application())),
                        figures.median(burst -> burst.perFlow(burst.cost().database())));
    }

    private static double change(double now, double before) {
        return (now / before - 1) * 100;
    }

    @Override
    public void close() {
        caravan.close();
    }
}
