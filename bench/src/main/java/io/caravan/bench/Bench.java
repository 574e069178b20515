package io.caravan.bench;

import io.caravan.bench.diamond.DiamondBench;
import io.caravan.bench.gathering.GatheringBench;
import io.caravan.bench.growth.GrowthBench;
import io.caravan.bench.soak.SoakBench;
import io.caravan.bench.ways.WaysBench;

/** {@code java -jar caravan-bench.jar diamond|gathering|growth|soak|ways}. */
public final class Bench {
    private Bench() {}

    public static void main(String[] words) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        try {
            run(words.length == 1 ? words[0] : "");
        } catch (Exception | Error failed) {
            failed.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void run(String word) throws Exception {
        switch (word) {
            case "diamond" -> DiamondBench.run();
            case "growth" -> GrowthBench.run();
            case "gathering" -> GatheringBench.run();
            case "soak" -> SoakBench.run();
            case "ways" -> WaysBench.run();
            default -> {
                System.err.println("bench: say diamond, gathering, growth, soak or ways.");
                System.exit(64);
            }
        }
    }
}
