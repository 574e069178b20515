package io.caravan.dispatch;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Cron of five fields in UTC, slow and plain: it tries every minute. */
final class NaiveCron {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private NaiveCron() {}

    /** The next match after the moment within so many days. */
    static Optional<Instant> next(String cron, Instant after, int days) {
        String[] fields = cron.split(" ");
        BitSet minutes = set(fields[0], 0, 59, List.of());
        BitSet hours = set(fields[1], 0, 23, List.of());
        BitSet dates = set(fields[2], 1, 31, List.of());
        BitSet months = set(fields[3], 1, 12, MONTHS);
        BitSet weekdays = set(fields[4], 0, 7, DAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        LocalDateTime end = LocalDateTime.ofInstant(after, ZoneOffset.UTC).plusDays(days);
        for (LocalDateTime each = LocalDateTime.ofInstant(after, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .plusMinutes(1);
                each.isBefore(end);
                each = each.plusMinutes(1)) {
            boolean date = dates.get(each.getDayOfMonth());
            boolean weekday = weekdays.get(each.getDayOfWeek().getValue() % 7);
            boolean both = fields[2].matches("\\*(/1)?") || fields[4].matches("\\*(/1)?");
            boolean day = both ? date && weekday : date || weekday;
            if (day && minutes.get(each.getMinute()) && hours.get(each.getHour()) && months.get(each.getMonthValue())) {
                return Optional.of(each.toInstant(ZoneOffset.UTC));
            }
        }
        return Optional.empty();
    }

    private static BitSet set(String field, int lowest, int highest, List<String> names) {
        var set = new BitSet();
        for (String part : field.split(",")) {
            String[] stepped = part.split("/");
            int step = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
            String[] ends = stepped[0].split("-");
            int first = stepped[0].equals("*") ? lowest : number(ends[0], names, false);
            int last = stepped[0].equals("*")
                    ? (highest == 7 ? 6 : highest)
                    : number(ends[ends.length - 1], names, ends.length > 1);
            for (int value = first; value <= last; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    /** Sunday ends a range as 7, and is 0 elsewhere. */
    private static int number(String text, List<String> names, boolean last) {
        String upper = text.toUpperCase(Locale.ROOT);
        int name = last ? names.lastIndexOf(upper) : names.indexOf(upper);
        return name >= 0 ? name : Integer.parseInt(text);
    }

    /** An expression of any form that comes often enough to be tried. */
    static String random(Random random) {
        return String.join(
                " ",
                field(random, 0, 59, List.of()),
                field(random, 0, 23, List.of()),
                random.nextInt(3) > 0 ? "*" : field(random, 1, 28, List.of()),
                random.nextInt(3) > 0 ? "*" : field(random, 1, 12, MONTHS),
                random.nextInt(2) > 0 ? "*" : field(random, 0, 7, DAYS));
    }

    private static String field(Random random, int lowest, int highest, List<String> names) {
        int one = lowest + random.nextInt(highest - lowest + 1);
        int other = one + random.nextInt(highest - one + 1);
        int step = 1 + random.nextInt(Math.max(1, (highest - lowest) / 2));
        return switch (random.nextInt(6)) {
            case 0 -> "*";
            case 1 -> "*/" + step;
            case 2 -> text(one, names, random);
            case 3 -> text(one, names, random) + "-" + text(other, names, random);
            case 4 -> one + "-" + other + "/" + step;
            default -> text(one, names, random) + "," + text(other, names, random);
        };
    }

    private static String text(int value, List<String> names, Random random) {
        return names.isEmpty() || random.nextBoolean() ? String.valueOf(value) : names.get(value);
    }
}
