package io.caravan.bench.growth;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.contender.CaravanStart;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.diamond.Measure;
import io.caravan.bench.diamond.Surroundings;
import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.stub.RunningStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The diamond on PostgreSQL beside none, many and very many sleeping flows, in turn. */
public final class GrowthBench {
    private final RunningStub stub;
    private final Measure measure;
    private final List<Level> levels = new ArrayList<>();

    private GrowthBench(RunningStub stub) {
        this.stub = stub;
        this.measure = new Measure(stub);
    }

    public static void run() throws IOException {
        Surroundings surroundings = Surroundings.look();
        try (RunningStub stub = RunningStub.start()) {
            new GrowthBench(stub).measure(surroundings);
        }
    }

    private void measure(Surroundings surroundings) throws IOException {
        try {
            for (String sleeping : Parameters.list("bench.sleeping", "0,100000,1000000")) {
                open(Integer.parseInt(sleeping));
            }
            for (int burst = 0; burst < Parameters.number("bench.bursts", 5); burst++) {
                levels.forEach(level -> level.burst(measure, Parameters.number("bench.flows", 5_000)));
            }
            levels.forEach(level -> level.steady(measure, Parameters.number("bench.seconds", 10)));
            write(surroundings);
        } finally {
            levels.forEach(Level::close);
        }
    }

    /** A database with so many sleeping flows, and a Caravan that was started after they were there. */
    private void open(int sleeping) {
        String name = "sleeping-" + sleeping;
        Path folder = Places.fresh(name);
        PostgresServer database = PostgresServer.start(folder);
        if (sleeping > 0) {
            Contender first = CaravanStart.on(database, name, folder, stub.port());
            Sleepers.makeOne(first);
            first.application().close();
            System.err.printf("copying %,d sleeping flows%n", sleeping);
            Sleepers.copy(database, sleeping - 1);
        }
        var level = new Level(sleeping, CaravanStart.on(database, name, folder, stub.port()));
        levels.add(level);
        level.warmUp(measure, Parameters.number("bench.warmup", 15_000));
    }

    private void write(Surroundings surroundings) throws IOException {
        var text = new StringBuilder("# The diamond beside sleeping flows\n\n")
                .append(surroundings.text(List.of(levels.get(0).database().traits())))
                .append(
                        "| sleeping | flows/s (min–max) | change | flow p50 / p99 ms at 50/s | change of p50"
                                + " | accept p50 / p99 ms | CPU-ms per flow: application + database |\n|---|---|---|---|---|---|---|\n");
        levels.forEach(level -> text.append(level.line(levels.get(0))));
        System.out.println(text);
        Files.writeString(Places.target().resolve("growth.md"), text);
    }
}
