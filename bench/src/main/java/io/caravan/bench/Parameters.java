package io.caravan.bench;

import java.util.List;
import java.util.Locale;

/** What may be set: {@code -Dbench.flows=100}, or {@code BENCH_FLOWS=100} in the environment. */
public final class Parameters {
    private Parameters() {}

    public static String text(String name, String otherwise) {
        String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(name, variable == null ? otherwise : variable);
    }

    public static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    public static List<String> list(String name, String otherwise) {
        return List.of(text(name, otherwise).split("\\s*,\\s*"));
    }
}
