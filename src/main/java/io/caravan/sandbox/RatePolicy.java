package io.caravan.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** HubSpot's limits by the names that its refusals give them; a window is counted in slots, and the newest of them count. */
enum RatePolicy {
    SECONDLY("perSecond", Duration.ofMillis(100), 10),
    TEN_SECONDLY_ROLLING("perTenSeconds", Duration.ofSeconds(1), 10),
    /** The account's day; its time zone is UTC here. */
    DAILY("perDay", Duration.ofDays(1), 1);

    private final String field;
    private final Duration length;
    private final int slots;

    RatePolicy(String field, Duration length, int slots) {
        this.field = field;
        this.length = length;
        this.slots = slots;
    }

    /** Its name among the limits that are asked for. */
    String field() {
        return field;
    }

    int slots() {
        return slots;
    }

    long slot(Instant now) {
        return now.toEpochMilli() / length.toMillis();
    }

    String spoken() {
        return name().toLowerCase(Locale.ROOT);
    }
}
