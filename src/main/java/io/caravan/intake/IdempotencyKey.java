package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The request header {@code Idempotency-Key}, quoted as the IETF's draft has it, or bare. It is the id of an event that names
 * none; an event that names one keeps it. Whoever sends a key is told when its repeat is another event than the first.
 */
record IdempotencyKey(String text) {
    static final String HEADER = "Idempotency-Key";
    static final int LONGEST = 255;

    private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\",;\\\\]]+");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    static Optional<IdempotencyKey> of(MultiMap headers) {
        List<String> values = headers.getAll(HEADER);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw wrong("is there " + values.size() + " times; send one");
        }
        String text = unquoted(values.get(0).strip());
        if (text.isBlank()) {
            throw wrong("is empty; leave it out or send a key");
        }
        if (text.length() > LONGEST) {
            throw wrong("is longer than " + LONGEST + " characters");
        }
        return Optional.of(new IdempotencyKey(text));
    }

    private static String unquoted(String value) {
        var quoted = QUOTED.matcher(value);
        if (quoted.matches()) {
            return ESCAPED.matcher(quoted.group(1)).replaceAll("$1");
        }
        if (!value.isEmpty() && !BARE.matcher(value).matches()) {
            throw wrong("must be printable ASCII without spaces, or a \"quoted string\"");
        }
        return value;
    }

    private static Problem wrong(String how) {
        return new Problem(400, "Wrong Idempotency-Key", "The header " + HEADER + " " + how + ".");
    }

    /**
     * The event under this key, if it has named no id of its own; keys of senders who are known by name are apart from each other
     * unless the event names its source.
     */
    Event identify(Event event, Optional<String> sender) {
        Event.Identity own = event.identity();
        if (!own.externalId().equals(own.id())) {
            return event;
        }
        String source = own.source();
        if (source.equals(EventReading.USUAL_SOURCE) && sender.isPresent()) {
            source = EventReading.USUAL_SOURCE + "/" + sender.get();
        }
        return new Event(new Event.Identity(own.id(), source, text), event.attributes(), event.data(), event.hops());
    }
}
