package io.caravan;

import io.caravan.flow.Budget;
import io.caravan.flow.Budgets;
import io.caravan.flow.Budgets.Terms;
import io.caravan.store.ConfigurationRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The properties {@code caravan.destination.NAME.budget} and {@code caravan.destination.NAME.part-budget}. */
final class DestinationBudgets {
    private static final String PREFIX = "caravan.destination.";
    private static final String WHOLE = ".budget";
    private static final String PARTS = ".part-budget";
    private static final double LEAST_SHARE = 0.01;

    private final Settings settings;

    DestinationBudgets(Settings settings) {
        this.settings = settings;
    }

    /** Refuses what cannot be read, also while budgets are off. */
    Budgets read() {
        Map<String, Terms> terms = terms();
        double share = settings.decimal(PREFIX + "announced-share", LEAST_SHARE, 1);
        return areOn() ? new Budgets(terms, share) : Budgets.NONE;
    }

    private boolean areOn() {
        return switch (settings.text(PREFIX + "budgets")) {
            case "on" -> true;
            case "off" -> false;
            case "auto" -> !settings.sandbox();
            default ->
                throw new ConfigurationRefused(
                        PREFIX + "budgets must be auto, on or off, not '" + settings.text(PREFIX + "budgets") + "'.");
        };
    }

    private Map<String, Terms> terms() {
        var terms = new HashMap<String, Terms>();
        for (String property : new TreeSet<>(settings.all().stringPropertyNames())) {
            name(property, PARTS).or(() -> name(property, WHOLE)).ifPresent(name -> {
                List<Budget> whole = budgets(PREFIX + name + WHOLE);
                List<Budget> parts = budgets(PREFIX + name + PARTS);
                if (!whole.isEmpty() || !parts.isEmpty()) {
                    terms.put(name, new Terms(whole, parts));
                }
            });
        }
        return terms;
    }

    private static Optional<String> name(String property, String ending) {
        return property.startsWith(PREFIX) && property.endsWith(ending)
                ? Optional.of(property.substring(PREFIX.length(), property.length() - ending.length()))
                : Optional.empty();
    }

    private List<Budget> budgets(String property) {
        var budgets = new ArrayList<Budget>();
        for (String text : settings.text(property).split(",")) {
            if (!text.isBlank()) {
                budgets.add(Budget.parse(text)
                        .orElseThrow(
                                () -> new ConfigurationRefused(property + " must be budgets like 80/10s, 200000/1d,"
                                        + " a number of attempts and a time, not '" + text.strip() + "'.")));
            }
        }
        return budgets;
    }
}
