package io.caravan.watch.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives the next span of this thread the ids that are known already, for they follow from what the span stands for. */
final class KnownIds implements IdGenerator {
    private final ThreadLocal<Ids> next = new ThreadLocal<>();

    private record Ids(String trace, String span) {}

    void next(String trace, String span) {
        next.set(new Ids(trace, span));
    }

    @Override
    public String generateTraceId() {
        return next.get().trace();
    }

    @Override
    public String generateSpanId() {
        return next.get().span();
    }
}
