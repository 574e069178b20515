package io.caravan.intake;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The request header {@code Prefer} (RFC 7240), of which {@code wait=SECONDS} is known; what is not understood is ignored. */
final class Preference {
    static final Duration LONGEST = Duration.ofSeconds(60);

    private Preference() {}

    /** How long the sender would like to wait for the end of the flows, at most {@link #LONGEST}. */
    static Optional<Duration> waits(MultiMap headers) {
        return headers.getAll("Prefer").stream()
                .flatMap(value -> apart(value, ',').stream())
                .map(preference -> apart(preference, ';').get(0).split("=", 2))
                .filter(preference ->
                        preference[0].strip().toLowerCase(Locale.ROOT).equals("wait"))
                .findFirst() // of several only the first one counts
                .map(preference -> preference.length < 2 ? "" : preference[1].strip())
                .map(seconds -> seconds.replaceAll("^\"(.*)\"$", "$1"))
                .filter(seconds -> seconds.matches("\\d+"))
                .map(Preference::seconds)
                .filter(wait -> !wait.isZero());
    }

    private static Duration seconds(String digits) {
        boolean few = digits.length() < 10 && Long.parseLong(digits) < LONGEST.toSeconds();
        return few ? Duration.ofSeconds(Long.parseLong(digits)) : LONGEST;
    }

    /** The parts between the separators that do not stand in quotes. */
    private static List<String> apart(String value, char separator) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (each == '\\' && quoted && i + 1 < value.length()) {
                part.append(each).append(value.charAt(++i));
            } else if (each == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                quoted ^= each == '"';
                part.append(each);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
