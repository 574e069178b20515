package io.caravan.bench.soak;

import io.caravan.bench.Parameters;
import io.caravan.bench.Places;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.contender.Contenders;
import io.caravan.bench.diamond.Measure;
import io.caravan.bench.diamond.Surroundings;
import io.caravan.bench.load.Report;
import io.caravan.bench.stub.RunningStub;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The diamond on PostgreSQL at a steady rate for long: nothing but the history may grow. */
public final class SoakBench {
    private static final int INTERVALS_PER_MINUTE = 2;
    private static final int FEWEST = 10 * INTERVALS_PER_MINUTE;

    private final List<Sample> samples = new ArrayList<>();
    private final StringBuilder text = new StringBuilder("# Steady load for long\n\n");

    private SoakBench() {}

    public static void run() throws IOException {
        var soak = new SoakBench();
        Surroundings surroundings = Surroundings.look();
        try (RunningStub stub = RunningStub.start();
                Contender caravan = new Contenders(stub.port()).start("caravan-postgresql")) {
            soak.say(surroundings.text(List.of(caravan.database().orElseThrow().traits())));
            new Measure(stub).burst(caravan, Parameters.number("bench.warmup", 5_000));
            soak.load(caravan, stub);
        }
        soak.judge();
    }

    private void load(Contender caravan, RunningStub stub) {
        int intervals = Parameters.number("bench.minutes", 30) * INTERVALS_PER_MINUTE;
        int rate = Parameters.number("bench.rate", 300);
        int seconds = 60 / INTERVALS_PER_MINUTE;
        int flows = rate * seconds;
        say("%d flows/s for %d minutes, warmed up before\n".formatted(rate, intervals / INTERVALS_PER_MINUTE));
        say(Sample.title());
        stub.reset(flows * intervals);
        for (int interval = 0; interval < intervals; interval++) {
            Report accept = caravan.driver().pace(interval * flows, flows, rate);
            int ended = stub.counts().posts().get(3);
            samples.add(Sample.of(caravan, (interval + 1) * seconds, ended, accept));
            say(samples.get(interval).line());
        }
        stub.awaitEnded(flows * intervals);
        stub.counts().checked(caravan.name(), flows * intervals);
    }

    private void judge() throws IOException {
        say("");
        if (samples.size() < FEWEST) {
            say("Too short to say what grows; ten minutes say it.");
        } else {
            say(Trend.of("dead rows", samples, Sample::deadRows).line());
            say(Trend.of("bytes of outbox and node", samples, Sample::bytesOfPassing)
                    .line());
            say(Trend.of("RSS of the application, MB", samples, Sample::residentMegabytes)
                    .line());
            say(Trend.of("p99 of accepting, µs", samples, sample -> sample.accept()
                            .p99())
                    .line());
        }
        Files.writeString(Places.target().resolve("soak.md"), text);
    }

    private void say(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }
}
