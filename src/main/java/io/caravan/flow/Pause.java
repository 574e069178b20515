package io.caravan.flow;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A destination or an action rests: its attempts wait until somebody lets it go on.
 *
 * @param checked whether it also goes on by itself, once the destination's check passes
 */
public record Pause(Subject subject, Instant since, String by, String note, boolean checked) {
    /** One that only a person ends. */
    public Pause(Subject subject, Instant since, String by, String note) {
        this(subject, since, by, note, false);
    }

    /** What rests: a destination by its name, or an action as {@code DEFINITION/ACTION}. */
    public record Subject(Kind kind, String name) {
        /** The third party as a whole, also where a part of it is named: {@code slack} of {@code slack/chat.postMessage}. */
        public static Subject destination(String name) {
            int slash = name.indexOf('/');
            return new Subject(Kind.DESTINATION, slash < 0 ? name : name.substring(0, slash));
        }

        public static Subject action(String definition, String action) {
            return new Subject(Kind.ACTION, definition + "/" + action);
        }

        @Override
        public String toString() {
            return kind.word() + " " + name;
        }
    }

    /** What may rest. */
    public enum Kind {
        DESTINATION,
        ACTION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What rests, since when, by whom and why. */
    public String sentence() {
        return subject + " is paused since "
                + DateTimeFormatter.ISO_INSTANT.format(since.truncatedTo(ChronoUnit.SECONDS))
                + (by.isBlank() ? "" : " by " + by) + (note.isBlank() ? "" : ": " + note)
                + (checked ? "; it goes on once its check passes" : "");
    }
}
