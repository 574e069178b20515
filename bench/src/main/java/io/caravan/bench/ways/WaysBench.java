package io.caravan.bench.ways;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.contender.CaravanDriver;
import io.caravan.bench.contender.CaravanStart;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.diamond.Surroundings;
import io.caravan.bench.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Events per second by each way in, from the first that is sent until the last is committed; they take turns. */
public final class WaysBench {
    private static final int EVENTS = Parameters.number("bench.events", 20_000);
    private static final int BURSTS = Parameters.number("bench.bursts", 3);

    private final Contender caravan;
    private final PostgresServer database;
    private final Map<Way, List<Figures>> measured = new LinkedHashMap<>();

    /** Events per second through Caravan and without it; milliseconds of processor time for 1,000 events. */
    private record Figures(double rate, double limit, double application, double database) {}

    private WaysBench(Contender caravan, PostgresServer database) {
        this.caravan = caravan;
        this.database = database;
    }

    public static void run() throws Exception {
        Surroundings surroundings = Surroundings.look();
        Path folder = Places.fresh("ways-caravan");
        PostgresServer database = PostgresServer.start(folder);
        try (BrokerServers brokers = BrokerServers.start();
                Contender caravan = CaravanStart.on(database, "ways-caravan", folder, environment(folder, brokers))) {
            var bench = new WaysBench(caravan, database);
            List<Way> ways = bench.ways(brokers);
            for (Way way : ways) {
                bench.measure(way, "warm");
            }
            for (int burst = 1; burst <= BURSTS; burst++) {
                for (Way way : ways) {
                    Figures figures = bench.measure(way, "burst" + burst);
                    bench.measured
                            .computeIfAbsent(way, first -> new ArrayList<>())
                            .add(figures);
                }
            }
            bench.write(surroundings);
        }
    }

    /** The shipped routes from brokers, beside one that answers whether Caravan stands. */
    private static Map<String, String> environment(Path folder, BrokerServers brokers) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.copy(Places.routes().resolve("diamond.camel.yaml"), routes.resolve("diamond.camel.yaml"));
        Path shipped = Places.target().getParent().resolveSibling("routes").resolve("intake");
        for (String each : List.of("kafka.camel.yaml", "rabbitmq.camel.yaml")) {
            Files.copy(shipped.resolve(each), routes.resolve(each));
        }
        var environment = new HashMap<String, String>();
        environment.put("CARAVAN_ROUTES", routes.toString());
        environment.put("CARAVAN_KAFKA_BROKERS", brokers.kafka());
        brokers.rabbitmq().ifPresent(uri -> environment.put("CARAVAN_RABBITMQ_URI", uri));
        return environment;
    }

    private List<Way> ways(BrokerServers brokers) {
        var driver = (CaravanDriver) caravan.driver();
        Way.Sending plain = Senders.plain(database);
        var ways = new ArrayList<Way>();
        ways.add(new Way("HTTP, 64 callers", driver::accept, "rows of a plain table, 200 to a commit", plain));
        ways.add(new Way(
                "Kafka",
                Senders.kafka(brokers.kafka(), "caravan.events"),
                "the same producer, acks=all",
                Senders.kafka(brokers.kafka(), "alone")));
        brokers.rabbitmq()
                .ifPresent(uri -> ways.add(new Way(
                        "RabbitMQ",
                        Senders.rabbitmq(uri, "caravan.events"),
                        "the same publisher, confirms",
                        Senders.rabbitmq(uri, "alone"))));
        ways.add(new Way("SQL inbox", Senders.inbox(database), "rows of a plain table, 200 to a commit", plain));
        return ways;
    }

    private Figures measure(Way way, String burst) throws Exception {
        String type = "bench." + way.name().toLowerCase(java.util.Locale.ROOT).replaceAll("\\W+", "-") + "." + burst;
        long application = caravan.applicationCpu();
        long ofDatabase = caravan.databaseCpu();
        long began = System.nanoTime();
        way.through().send(type, EVENTS);
        while (database.numbers("SELECT count(*) FROM event WHERE type = '" + type + "'")
                        .get(0)
                < EVENTS) {
            LockSupport.parkNanos(20_000_000);
        }
        double rate = rate(began);
        double cpu = perThousand(caravan.applicationCpu() - application);
        double cpuOfDatabase = perThousand(caravan.databaseCpu() - ofDatabase);
        long alone = System.nanoTime();
        way.alone().send(type, EVENTS);
        var figures = new Figures(rate, rate(alone), cpu, cpuOfDatabase);
        System.err.printf("%s, %s: %s%n", way.name(), burst, figures);
        return figures;
    }

    private static double rate(long began) {
        return EVENTS * 1e9 / (System.nanoTime() - began);
    }

    private static double perThousand(long millis) {
        return millis * 1_000.0 / EVENTS;
    }

    private void write(Surroundings surroundings) throws IOException {
        var text = new StringBuilder("# Ways in\n\n")
                .append(surroundings.text(List.of(database.traits())))
                .append("%,d events, %d times, in turns\n\n".formatted(EVENTS, BURSTS))
                .append(
                        "| way in | events/s until committed, median (min–max) | CPU-ms per 1,000 events: Caravan + database"
                                + " | the limit: events/s | of it |\n|---|---|---|---|---|\n");
        measured.forEach((way, all) -> {
            List<Double> rates = all.stream().map(Figures::rate).toList();
            double limit = median(all.stream().map(Figures::limit).toList());
            text.append("| %s | %,.0f (%,.0f–%,.0f) | %.0f + %.0f | %,.0f (%s) | %.2f |%n"
                    .formatted(
                            way.name(),
                            median(rates),
                            Collections.min(rates),
                            Collections.max(rates),
                            median(all.stream().map(Figures::application).toList()),
                            median(all.stream().map(Figures::database).toList()),
                            limit,
                            way.limit(),
                            median(rates) / limit));
        });
        System.out.println(text);
        Files.writeString(Places.target().resolve("ways.md"), text);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
