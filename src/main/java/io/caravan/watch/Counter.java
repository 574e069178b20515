package io.caravan.watch;

import java.util.Map;
import java.util.function.LongSupplier;

/** Something that somebody else counts, since the start, by the values of one label. */
public record Counter(String name, String meaning, String label, Map<String, LongSupplier> values) {}
