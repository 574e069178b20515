package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many attempts in any period of this length, never more: a twentieth of them may come at once, the others evenly. What is
 * used up is one number, the moment up to which the budget's rate is paid for, in microseconds since 1970.
 */
public record Budget(int count, Duration period) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\S+)");
    private static final int SHARE_AT_ONCE = 20;

    public Budget {
        if (count < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(count + " in " + period + " is no budget");
        }
    }

    /** Reads a budget like {@code 80/10s}. */
    public static Optional<Budget> parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches() || Integer.parseInt(written.group(1)) < 1) {
            return Optional.empty();
        }
        return Durations.parse(written.group(2))
                .filter(period -> !period.isZero())
                .map(period -> new Budget(Integer.parseInt(written.group(1)), period));
    }

    /** How many may come at once after a long rest. */
    public int atOnce() {
        return Math.max(1, count / SHARE_AT_ONCE);
    }

    /** The time between two in the long run: with what may come at once, a period holds exactly the count. */
    public long interval() {
        long micros = period.toNanos() / 1_000;
        int evenly = count - atOnce() + 1;
        return Math.max(1, (micros + evenly - 1) / evenly);
    }

    /** How many may begin now. */
    public int free(long paidUntil, long now) {
        long ahead = Math.max(paidUntil, now) - now;
        return (int) Math.max(0, (atOnce() * interval() - ahead) / interval());
    }

    /** Up to when is paid for once these have begun. */
    public long pay(long paidUntil, long now, int begun) {
        return Math.max(paidUntil, now) + begun * interval();
    }

    /** When the next one may begin. */
    public long next(long paidUntil) {
        return paidUntil - (atOnce() - 1) * interval();
    }
}
