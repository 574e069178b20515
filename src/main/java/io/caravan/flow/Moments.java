package io.caravan.flow;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads moments as users write them: ISO-8601 with Z or an offset, their years of four digits. */
public final class Moments {
    /** The last year of four digits. */
    public static final int LAST_YEAR = 9_999;

    private Moments() {}

    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()))
                    .filter(moment -> Math.abs(moment.getYear()) <= LAST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException notAMoment) {
            return Optional.empty();
        }
    }
}
