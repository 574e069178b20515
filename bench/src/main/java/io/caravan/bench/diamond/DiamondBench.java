package io.caravan.bench.diamond;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.contender.Contenders;
import io.caravan.bench.load.Report;
import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.stub.RunningStub;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The diamond, side by side: warm-up, then bursts in turn, then a steady rate. */
public final class DiamondBench {
    private static final List<String> SLOW = List.of("dbos", "camel-jdbc");

    private final RunningStub stub;
    private final Measure measure;
    private final List<Contender> contenders = new ArrayList<>();
    private final Map<String, Figures> all = new LinkedHashMap<>();

    private DiamondBench(RunningStub stub) {
        this.stub = stub;
        this.measure = new Measure(stub);
    }

    public static void run() throws IOException {
        Surroundings surroundings = Surroundings.look();
        try (RunningStub stub = RunningStub.start()) {
            new DiamondBench(stub).measure(surroundings);
        }
    }

    private void measure(Surroundings surroundings) throws IOException {
        try {
            open();
            for (int burst = 0; burst < Parameters.number("bench.bursts", 3); burst++) {
                contenders.forEach(this::burst);
            }
            contenders.forEach(this::steady);
            contenders.stream().filter(Contender::isCaravan).forEach(this::acceptOnly);
            write(surroundings);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void open() {
        var start = new Contenders(stub.port());
        for (String name : Parameters.list("bench.systems", Contenders.ALL)) {
            Contender contender = start.start(name);
            contenders.add(contender);
            all.put(name, new Figures());
            tell(name, "warming up");
            measure.burst(contender, flows(name, "bench.warmup"));
        }
    }

    /** For the warm-up: about ten seconds of work for each. */
    private static int flows(String name, String parameter) {
        return SLOW.contains(name)
                ? Parameters.number(parameter + ".slow", 2_000)
                : Parameters.number(parameter, parameter.equals("bench.warmup") ? 15_000 : 5_000);
    }

    private void burst(Contender contender) {
        Burst burst = measure.burst(contender, flows(contender.name(), "bench.flows"));
        all.get(contender.name()).add(burst);
        tell(contender.name(), "%.0f flows/s".formatted(burst.flowsPerSecond()));
    }

    private void steady(Contender contender) {
        int rate = Parameters.number("bench.rate", 50);
        Steady steady = measure.steady(contender, rate, Parameters.number("bench.seconds", 10));
        all.get(contender.name()).set(steady);
        tell(contender.name(), "%.1f ms at %d flows/s".formatted(steady.median() / 1e3, rate));
    }

    private void acceptOnly(Contender contender) {
        Report report = measure.acceptOnly(contender, Parameters.number("bench.flows.waiting", 10_000));
        all.get(contender.name()).setAcceptOnly(report);
        tell(contender.name(), "%.0f accepts/s while flows wait".formatted(report.perSecond()));
    }

    private void write(Surroundings surroundings) throws IOException {
        String text = "# The diamond\n\n" + surroundings.text(traits()) + new ResultsTable(all).text();
        System.out.println(text);
        Files.writeString(Places.target().resolve("results.md"), text);
        var raw = new LinkedHashMap<String, Object>(Map.of("surroundings", surroundings));
        all.forEach((name, figures) -> raw.put(name, figures.raw()));
        Files.writeString(Places.target().resolve("results.json"), Json.encodePrettily(raw));
    }

    private List<String> traits() {
        return contenders.stream()
                .flatMap(each -> each.database().stream())
                .map(PostgresServer::traits)
                .toList();
    }

    private static void tell(String name, String what) {
        System.err.printf("%-20s %s%n", name, what);
    }
}
