package io.caravan.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of HubSpot object that the sandbox keeps, with their names and HubSpot's type ids. */
enum Kind {
    CONTACTS("contacts", "contact", "0-1"),
    COMPANIES("companies", "company", "0-2"),
    DEALS("deals", "deal", "0-3"),
    NOTES("notes", "note", "0-46");

    private final String plural;
    private final String singular;
    private final String typeId;

    Kind(String plural, String singular, String typeId) {
        this.plural = plural;
        this.singular = singular;
        this.typeId = typeId;
    }

    static Optional<Kind> named(String name) {
        return Arrays.stream(values())
                .filter(kind ->
                        Stream.of(kind.plural, kind.singular, kind.typeId).anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    String plural() {
        return plural;
    }

    String singular() {
        return singular;
    }

    /** The group that its properties stand in. */
    String group() {
        return singular + "information";
    }

    String typeId() {
        return typeId;
    }
}
