package io.caravan.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How often destinations may be called.
 *
 * @param terms by destination; those of {@code slack} hold for {@code slack/chat.postMessage} as well
 * @param share how much is used of a limit that a third party has announced: others call it, too
 */
public record Budgets(Map<String, Terms> terms, double share) {
    public static final Budgets NONE = new Budgets(Map.of(), 1);

    /** Budgets of a destination as a whole, and those that each part of it has, e.g. each channel. */
    public record Terms(List<Budget> whole, List<Budget> parts) {}

    /** A budget that an attempt uses, whosoever's it is. */
    public record Allowance(String destination, String part, Budget budget) {}

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** All that an attempt uses of which this is the destination, and this the part of it. */
    public List<Allowance> of(String destination, String part) {
        if (terms.isEmpty() || destination.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Allowance>();
        names(destination).filter(terms::containsKey).forEach(name -> {
            terms.get(name).whole().forEach(budget -> all.add(new Allowance(name, "", budget)));
            terms.get(name).parts().forEach(budget -> all.add(new Allowance(name, part, budget)));
        });
        return all;
    }

    /** Whether parts of the destination have budgets of their own. */
    public boolean hasParts(String destination) {
        return names(destination)
                .anyMatch(name ->
                        terms.containsKey(name) && !terms.get(name).parts().isEmpty());
    }

    /** The longest interval between two attempts in the long run; nothing = there is no budget. */
    public OptionalLong interval(String destination, String part) {
        return of(destination, part).stream()
                .mapToLong(allowance -> allowance.budget().interval())
                .max();
    }

    /** A destination, and what it is part of. */
    public static Stream<String> names(String destination) {
        int slash = destination.indexOf('/');
        return slash < 0 ? Stream.of(destination) : Stream.of(destination.substring(0, slash), destination);
    }

    /** The budget as it is while the third party announces this limit for its period. */
    public Budget announced(Budget budget, int limit) {
        return new Budget(Math.max(1, (int) (limit * share)), budget.period());
    }
}
