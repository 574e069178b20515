package io.caravan.watch;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that goes up and down; while it cannot be known, nothing is told. */
public record Gauge(String name, String meaning, Supplier<Optional<Double>> value) {
    /** A number that is always known. */
    public static Gauge of(String name, String meaning, Supplier<? extends Number> value) {
        return new Gauge(name, meaning, () -> Optional.of(value.get().doubleValue()));
    }

    /** A number that may not be known. */
    public static Gauge maybe(String name, String meaning, Supplier<? extends Optional<? extends Number>> value) {
        return new Gauge(name, meaning, () -> value.get().map(Number::doubleValue));
    }

    Optional<Double> read() {
        return value.get();
    }
}
