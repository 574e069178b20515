package io.caravan.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes ids: UUIDv7, so that newer ids sort behind older ones, also those of one millisecond that one node makes one after another. */
public final class Ids {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    /** Before and behind every id. */
    public static final String LOWEST = "00000000-0000-0000-0000-000000000000";

    public static final String HIGHEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Ids() {}

    /** Whether the text may be an id. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    /** The lowest, or else the highest, of the ids that begin with the text; empty = none does. */
    public static Optional<String> bound(String beginning, boolean lowest) {
        String edge = lowest ? LOWEST : HIGHEST;
        if (beginning.length() > edge.length()) {
            return Optional.empty();
        }
        return Optional.of(beginning + edge.substring(beginning.length())).filter(Ids::isId);
    }

    /** Before every id that was made at this time or later. */
    public static String lowestAt(Instant time) {
        String millis = "%012x".formatted(Math.max(0, time.toEpochMilli()));
        return millis.substring(0, 8) + "-" + millis.substring(8) + LOWEST.substring(13);
    }

    /** When the id was made, by the clock of its node. */
    public static Instant madeAt(String id) {
        return Instant.ofEpochMilli(Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16));
    }

    public static String next() {
        return GENERATOR.generate().toString();
    }
}
