package io.caravan.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace, as W3C Trace Context has it: the span below which something happens. The ids of spans follow
 * from what they stand for, so that every node finds the same ones without having to store them.
 */
public record Trace(String id, String span, boolean sampled) {
    /** The header, and the attribute of an event, that it travels in. */
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /** Reads a {@code traceparent}; empty = it is none. Versions to come may have more to say behind what is known. */
    public static Optional<Trace> read(String traceparent) {
        Matcher found = FORM.matcher(traceparent);
        if (!found.matches()
                || found.group(1).equals("ff")
                || found.group(1).equals("00") && found.group(5) != null
                || ZEROS.matcher(found.group(2)).matches()
                || ZEROS.matcher(found.group(3)).matches()) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(found.group(4), 16) & 1) == 1;
        return Optional.of(new Trace(found.group(2), found.group(3), sampled));
    }

    /** The trace that begins with an event. */
    static Trace beginning(String event) {
        return new Trace(event.replace("-", ""), span(event), true);
    }

    /** The span of an event, or of a flow's trigger, by its id: the latter half of a UUID, which is never zero. */
    public static String span(String id) {
        return id.substring(19).replace("-", "");
    }

    /** The span of an attempt; the number alone would not do, as not every attempt burns one. */
    public static String span(String flow, String action, int number, Instant startedAt) {
        String name = flow + '/' + action + '/' + number + '/' + startedAt;
        return span(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** The same trace, below another span. */
    public Trace below(String other) {
        return new Trace(id, other, sampled);
    }

    /** As it is written into headers. */
    public String traceparent() {
        return "00-" + id + '-' + span + (sampled ? "-01" : "-00");
    }
}
