package io.caravan.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

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
            actions.add(action(random, name, needs(random, before)));
            before.add(name);
            if (random.nextInt(3) == 0) {
                actions.add(compensation(random, name));
            }
        }
        return new Definition("sample", actions);
    }

    /** The next version: an action is gone, is new, needs others than before, has other conditions, or awaits something else. */
    static Definition edit(SplittableRandom random, Definition before) {
        var actions = new TreeMap<>(before.actions());
        List<Action> forward = before.forward();
        Action any = forward.get(random.nextInt(forward.size()));
        switch (random.nextInt(5)) {
            case 0 -> {
                if (forward.size() > 1 && before.dependents(any.name()).isEmpty()) {
                    actions.remove(any.name());
                    actions.remove("undo-" + any.name());
                }
            }
            case 1 -> {
                List<String> all = forward.stream().map(Action::name).toList();
                Action added = action(random, "n" + actions.size(), needs(random, all));
                actions.put(added.name(), added);
            }
            case 2 -> {
                List<String> others = forward.stream()
                        .map(Action::name)
                        .filter(name -> !reaches(before, name, any.name()))
                        .toList();
                actions.put(any.name(), with(any, needs(random, others), any.conditions(), any.awaits()));
            }
            case 3 -> actions.put(any.name(), with(any, any.needs(), conditions(random), any.awaits()));
            default -> actions.put(any.name(), with(any, any.needs(), any.conditions(), awaits(random)));
        }
        return new Definition(before.name(), actions.values());
    }

    private static boolean reaches(Definition graph, String from, String to) {
        return from.equals(to)
                || graph.actions().get(from).needs().stream().anyMatch(need -> reaches(graph, need.action(), to));
    }

    private static Action with(Action action, List<Need> needs, Conditions conditions, Optional<Await> awaits) {
        return new Action(action.name(), needs, action.policy(), conditions, awaits, action.provisions());
    }

    private static Action action(SplittableRandom random, String name, List<Need> needs) {
        return new Action(
                name,
                needs,
                policy(random),
                conditions(random),
                awaits(random),
                new Provisions(0, 0, random.nextInt(3) == 0 ? "direct:probe" : "", ""));
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
