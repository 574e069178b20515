package io.caravan.dispatch;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The moments at which a flow is to start: a cron expression in a time zone.
 *
 * <p>When clocks are set forward, a tick of the time left out comes right after it. When they are set back, a tick of the time
 * that comes twice comes the first time. A schedule of every hour goes by the time that passes: it neither pauses nor doubles.
 */
public final class Schedule {
    private static final Pattern FIELD =
            Pattern.compile("PART(,PART)*".replace("PART", "(\\w+|(\\*|\\w+-\\w+)(/\\d+)?)"));
    private static final Map<String, String> WORDS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /** Unix, with seconds in front; a day that is in the one or the other list counts if both are restricted. */
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.defineCron()
            .withSeconds()
            .withStrictRange()
            .and()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .instance());

    private final String cron;
    private final ZoneId zone;
    private final ExecutionTime times;
    private final boolean everyHour;

    private Schedule(String cron, ZoneId zone) {
        this.cron = cron.strip();
        this.zone = zone;
        String[] fields = fields(this.cron);
        this.times = ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
        this.everyHour = fields[2].equals("*");
    }

    /** A blank zone is UTC. */
    public static Schedule of(String cron, String zone) {
        return new Schedule(cron, zone.isBlank() ? ZoneId.of("UTC") : ZoneId.of(zone.strip()));
    }

    /** What is wrong with a cron expression; empty = nothing. */
    public static Optional<String> problem(String cron) {
        try {
            return of(cron, "").next(Instant.EPOCH).isPresent() ? Optional.empty() : Optional.of("its day never comes");
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(
                    String.valueOf(unreadable.getMessage()).replace("Failed to parse cron expression. ", ""));
        }
    }

    /** Always six of them; Sunday is a number, for the library knows it by name as the last day of a week only. */
    private static String[] fields(String cron) {
        String[] fields = WORDS.getOrDefault(cron, cron).split("\\s+");
        for (String field : fields) {
            if (!FIELD.matcher(field).matches()) {
                throw new IllegalArgumentException(
                        "'" + field + "' is no field like *, 5, 1-5, */15, 8-18/2 or several of these with commas");
            }
        }
        int last = fields.length - 1;
        fields[last] = fields[last].replaceAll("(?i)-SUN\\b", "-7").replaceAll("(?i)\\bSUN\\b", "0");
        String text = String.join(" ", fields);
        return switch (fields.length) {
            case 5 -> ("0 " + text).split(" ");
            case 6 -> fields;
            default -> throw new IllegalArgumentException("it has " + fields.length + " fields instead of five or six");
        };
    }

    public String cron() {
        return cron;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Its rule as one text: schedules of one rule tick at the same moments. */
    String rule() {
        return cron + " " + zone;
    }

    /** The first tick after the moment. */
    public Optional<Instant> next(Instant after) {
        return everyHour ? byTimePassed(after) : byWallClock(after);
    }

    private Optional<Instant> byWallClock(Instant after) {
        ZonedDateTime there = after.atZone(zone);
        LocalDateTime shown = there.toLocalDateTime();
        ZoneOffsetTransition change = zone.getRules().getTransition(shown);
        if (change != null && change.isOverlap() && there.getOffset().equals(change.getOffsetAfter())) {
            shown = change.getDateTimeBefore().minusSeconds(1);
        }
        return nextShown(shown).map(this::firstTime);
    }

    private Instant firstTime(LocalDateTime shown) {
        ZoneOffsetTransition change = zone.getRules().getTransition(shown);
        return change != null && change.isGap()
                ? change.getInstant()
                : shown.atZone(zone).toInstant();
    }

    private Optional<Instant> byTimePassed(Instant after) {
        ZoneOffset offset = zone.getRules().getOffset(after);
        LocalDateTime shown = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        Optional<Instant> next = nextShown(shown).map(found -> found.toInstant(offset));
        while (change != null && next.isPresent() && !next.get().isBefore(change.getInstant())) {
            ZoneOffset changed = change.getOffsetAfter();
            next = nextShown(change.getDateTimeAfter().minusSeconds(1)).map(found -> found.toInstant(changed));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next;
    }

    /** Asked as if in UTC, where nothing is left out and nothing comes twice. */
    private Optional<LocalDateTime> nextShown(LocalDateTime after) {
        return times.nextExecution(after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime);
    }

    /** The last tick after the one moment and not after the other. It halves the time between: years may lie there. */
    Optional<Instant> latest(Instant after, Instant until) {
        Optional<Instant> latest = next(after, until);
        Instant none = until;
        while (latest.isPresent()) {
            Instant middle = latest.get()
                    .plusSeconds(Duration.between(latest.get(), none).toSeconds() / 2);
            Optional<Instant> later = next(middle, until);
            if (later.isEmpty() && middle.equals(latest.get())) {
                break;
            }
            if (later.isPresent()) {
                latest = later;
            } else {
                none = middle;
            }
        }
        return latest;
    }

    private Optional<Instant> next(Instant after, Instant until) {
        return next(after).filter(tick -> !tick.isAfter(until));
    }
}
