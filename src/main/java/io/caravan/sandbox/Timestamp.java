package io.caravan.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Slack's {@code ts}: seconds, a dot, six digits; together with the channel it names a message. */
record Timestamp(long micros) {
    private static final long SECOND = 1_000_000;

    static Timestamp of(Instant instant) {
        return new Timestamp(instant.getEpochSecond() * SECOND + instant.getNano() / 1_000);
    }

    static Optional<Timestamp> parse(String text) {
        if (!text.matches("\\d{1,11}(\\.\\d{1,6})?")) {
            return Optional.empty();
        }
        return Optional.of(new Timestamp(new BigDecimal(text).movePointRight(6).longValueExact()));
    }

    Timestamp next() {
        return new Timestamp(micros + 1);
    }

    @Override
    public String toString() {
        return String.format("%d.%06d", micros / SECOND, micros % SECOND);
    }
}
