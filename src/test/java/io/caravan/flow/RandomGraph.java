package io.caravan.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Draws definitions: one to eight actions, hard and optional needs, budgets from none to for ever. */
final class RandomGraph {
    private RandomGraph() {}

    static Definition draw(SplittableRandom random) {
        List<String> names =
                new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g", "h").subList(0, random.nextInt(1, 9)));
        List<Action> actions = new ArrayList<>();
        List<String> before = new ArrayList<>();
        while (!names.isEmpty()) {
            String name = names.remove(random.nextInt(names.size()));
            actions.add(new Action(
                    name,
                    needs(random, before),
                    policy(random),
                    conditions(random),
                    awaits(random),
                    new Provisions(0, 0, random.nextInt(3) == 0 ? "direct:probe" : "", "")));
            before.add(name);
            if (random.nextInt(3) == 0) {
                actions.add(compensation(random, name));
            }
        }
        return new Definition("sample", actions);
    }

    private static Action compensation(SplittableRandom random, String undone) {
        String probe = random.nextInt(3) == 0 ? "direct:probe" : "";
        return new Action(
                "undo-" + undone,
                List.of(),
                policy(random),
                Conditions.NONE,
                Optional.empty(),
                new Provisions(0, 0, probe, "", undone));
    }

    private static Conditions conditions(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Conditions("${body[n]} > 1", "", "", "", "");
            case 2 -> new Conditions("", "", "", "${body[items]}", "");
            default -> Conditions.NONE;
        };
    }

    private static Optional<Await> awaits(SplittableRandom random) {
        if (random.nextInt(6) > 0) {
            return Optional.empty();
        }
        Optional<Duration> timeout =
                random.nextBoolean() ? Optional.of(Duration.ofSeconds(random.nextInt(1, 60))) : Optional.empty();
        return Optional.of(new Await("t", "${body[k]}", Await.USUAL_LOOK_BACK, timeout, random.nextBoolean()));
    }

    private static List<Need> needs(SplittableRandom random, List<String> before) {
        List<Need> needs = new ArrayList<>();
        for (String name : before) {
            if (random.nextInt(100) < 40) {
                needs.add(new Need(name, random.nextInt(100) < 40));
            }
        }
        return needs;
    }

    private static Policy policy(SplittableRandom random) {
        var redelivery = new Redelivery(
                random.nextInt(-1, 4), Duration.ofSeconds(1), 2, Duration.ofMinutes(1), random.nextBoolean() ? 0.2 : 0);
        return new Policy(redelivery, Duration.ofMinutes(5), "");
    }
}
