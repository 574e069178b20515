package io.caravan.sandbox;

import java.util.Optional;

/** A stretch of a channel's time, both ends excluded, in microseconds. */
record Span(long after, long before) {
    /** From the arguments oldest, latest and inclusive. */
    static Span of(SlackCall call) {
        long reach = call.flag("inclusive") ? 1 : 0;
        long after = end(call, "oldest").map(oldest -> oldest.micros() - reach).orElse(-1L);
        long before = end(call, "latest").map(latest -> latest.micros() + reach).orElse(Long.MAX_VALUE);
        return new Span(after, before);
    }

    private static Optional<Timestamp> end(SlackCall call, String name) {
        return call.text(name)
                .map(text -> Timestamp.parse(text).orElseThrow(() -> SlackCall.refused("invalid_ts_" + name)));
    }

    Span endingBefore(Timestamp ts) {
        return new Span(after, Math.min(before, ts.micros()));
    }

    Span beginningAfter(Timestamp ts) {
        return new Span(Math.max(after, ts.micros()), before);
    }
}
