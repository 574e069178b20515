package io.caravan.watch;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What goes up and down, by the values of one label (blank = there is none); while it cannot be known, nothing is told. */
public record Gauge(String name, String meaning, String label, Supplier<SortedMap<String, Double>> values) {
    /** A number that is always known. */
    public static Gauge of(String name, String meaning, Supplier<? extends Number> value) {
        return maybe(name, meaning, () -> Optional.of(value.get()));
    }

    /** A number that may not be known. */
    public static Gauge maybe(String name, String meaning, Supplier<? extends Optional<? extends Number>> value) {
        return new Gauge(name, meaning, "", () -> value.get()
                .map(number -> new TreeMap<>(Map.of("", number.doubleValue())))
                .orElseGet(TreeMap::new));
    }

    SortedMap<String, Double> read() {
        return values.get();
    }
}
