package io.caravan.bench.gathering;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.contender.CaravanDriver;
import io.caravan.bench.contender.CaravanStart;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.contender.Contenders;
import io.caravan.bench.diamond.Surroundings;
import io.caravan.bench.load.Report;
import io.caravan.bench.peer.JdbcGroups;
import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Messages per second that are gathered, ten to a group, until every group is delivered: side by side on PostgreSQL, in turn. */
public final class GatheringBench {
    private static final int MESSAGES = Parameters.number("bench.messages", 20_000);
    private static final int KEYS = MESSAGES / 10;
    private static final int CALLERS = Parameters.number("bench.callers", 64);

    private final Map<String, Runner> runners = new LinkedHashMap<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    /** One of those that are measured: how a burst is sent, and what is left in its tables. */
    private record Runner(PostgresServer database, String unfinished, Burst burst, JavaProcess process) {}

    /** Sends so many messages. */
    @FunctionalInterface
    private interface Burst {
        Report send(int messages);
    }

    private GatheringBench() {}

    public static void run() throws IOException {
        Surroundings surroundings = Surroundings.look();
        new GatheringBench().measure(surroundings);
    }

    private void measure(Surroundings surroundings) throws IOException {
        try {
            caravan();
            jdbc("locking");
            jdbc("optimistic");
            runners.keySet().forEach(name -> rate(name)); // warm
            for (int burst = 0; burst < Parameters.number("bench.bursts", 5); burst++) {
                runners.keySet().forEach(name -> rates.computeIfAbsent(name, first -> new ArrayList<>())
                        .add(rate(name)));
            }
            write(surroundings);
        } finally {
            runners.values().forEach(runner -> runner.process().close());
            runners.values().forEach(runner -> runner.database().close());
        }
    }

    private void caravan() {
        var folder = Places.fresh("gathering-caravan");
        PostgresServer database = PostgresServer.start(folder);
        Contender caravan = CaravanStart.on(database, "gathering-caravan", folder, 1);
        var driver = (CaravanDriver) caravan.driver();
        String unfinished = "SELECT (SELECT count(*) FROM aggregation) + (SELECT count(*) FROM completed_group)";
        runners.put(
                "caravan",
                new Runner(
                        database,
                        unfinished,
                        messages -> driver.gather(messages, KEYS, CALLERS),
                        caravan.application()));
    }

    private void jdbc(String how) {
        var folder = Places.fresh("gathering-" + how);
        PostgresServer database = PostgresServer.start(folder);
        JavaProcess process =
                Contenders.launch(folder, JdbcGroups.class, List.of(database.url(), Integer.toString(KEYS), how));
        String unfinished = "SELECT (SELECT count(*) FROM aggregation) + (SELECT count(*) FROM aggregation_completed)";
        runners.put(
                "camel-jdbc, " + how,
                new Runner(
                        database,
                        unfinished,
                        messages -> Report.parse(process.ask("burst " + messages + " " + CALLERS)),
                        process));
    }

    private double rate(String name) {
        Runner runner = runners.get(name);
        long began = System.nanoTime();
        runner.burst().send(MESSAGES);
        while (runner.database().numbers(runner.unfinished()).get(0) != 0) {
            LockSupport.parkNanos(5_000_000);
        }
        double rate = MESSAGES * 1e9 / (System.nanoTime() - began);
        System.err.printf("%s: %,.0f messages/s%n", name, rate);
        return rate;
    }

    private void write(Surroundings surroundings) throws IOException {
        var text = new StringBuilder("# Ten messages to a group\n\n")
                .append(surroundings.text(
                        List.of(runners.get("caravan").database().traits())))
                .append("- %d callers%n%n".formatted(CALLERS))
                .append("| system | messages/s, median (min–max) | Caravan's multiple |\n|---|---|---|\n");
        double ours = median(rates.get("caravan"));
        rates.forEach((name, all) -> text.append("| %s | %,.0f (%,.0f–%,.0f) | %.1f |%n"
                .formatted(name, median(all), Collections.min(all), Collections.max(all), ours / median(all))));
        System.out.println(text);
        Files.writeString(Places.target().resolve("gathering.md"), text);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
