package io.caravan.console.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum Role {
    /** Sends: events, action items, and whatever a route takes over HTTP. */
    SENDER,
    /** Reads everything. */
    VIEWER,
    /** Everything. */
    OPERATOR,
    /** Calls the sandbox as if it were the third party; nobody is given it, our own kamelets have it. */
    KAMELET;

    /** Those that somebody can be given. */
    static final List<Role> GIVEN = List.of(SENDER, VIEWER, OPERATOR);

    public static Optional<Role> of(String word) {
        return GIVEN.stream().filter(role -> role.word().equals(word)).findFirst();
    }

    /** The words of all roles that somebody can be given, for a sentence. */
    public static String words() {
        return SENDER.word() + ", " + VIEWER.word() + " or " + OPERATOR.word();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Role asked) {
        return this == asked || this == OPERATOR;
    }
}
