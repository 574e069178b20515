package io.caravan.flow;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts of time that carry their unit: {@code 500ms}, {@code 2h}, {@code 1h30m}, {@code PT2H}, {@code P2D}. */
public final class Durations {
    private static final Pattern PARTS = Pattern.compile("(?:\\d+(?:ms|s|m|h|d|w))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d|w)");

    /** A time that is reckoned with stays within what a clock can tell. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /** The duration, or empty when the text is none (a bare number has no unit and is none) or longer than a hundred years. */
    public static Optional<Duration> parse(String text) {
        return read(text).filter(duration -> duration.compareTo(LONGEST) <= 0);
    }

    /** Why a text cannot be used. */
    public static String problem(String text) {
        return read(text).filter(duration -> duration.compareTo(LONGEST) > 0).isPresent()
                ? "is longer than a hundred years (36500d)"
                : "is not a duration; write it with its unit, e.g. 30s, 2h, 1d or PT2H";
    }

    private static Optional<Duration> read(String text) {
        String trimmed = text.strip();
        try {
            if (trimmed.toUpperCase(Locale.ROOT).startsWith("P")) {
                return Optional.of(Duration.parse(trimmed)).filter(duration -> !duration.isNegative());
            }
            if (!PARTS.matcher(trimmed).matches()) {
                return Optional.empty();
            }
            Duration sum = Duration.ZERO;
            var parts = PART.matcher(trimmed);
            while (parts.find()) {
                sum = sum.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
            }
            return Optional.of(sum);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Duration part(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(Math.multiplyExact(amount, 7L));
        };
    }
}
