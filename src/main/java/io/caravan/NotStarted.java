package io.caravan;

import io.caravan.store.ConfigurationRefused;

/** Turns Camel's failure to load or start the routes into a sentence: the innermost reasons, without a stack trace. */
final class NotStarted {
    private NotStarted() {}

    static ConfigurationRefused of(Throwable failed) {
        Throwable inner = failed;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String outer = String.valueOf(failed.getMessage());
        String reason = inner == failed || outer.contains(String.valueOf(inner.getMessage()))
                ? outer
                : outer + ": " + inner.getMessage();
        return new ConfigurationRefused("Caravan cannot start: " + reason, failed);
    }
}
