package io.caravan.store.deposit;

import io.caravan.store.Ids;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a deposit is kept, and the hash that its bytes must have: {@code claim:ID:HASH} as text. */
public record Ticket(String id, String hash) {
    private static final Pattern FORM = Pattern.compile("claim:([0-9a-f-]{36}):([0-9a-f]{64})");
    private static final int SHOWN = 40;

    static Ticket of(Deposit deposit) {
        return new Ticket(Ids.next(), deposit.hash());
    }

    /** Reads a ticket; {@link NotATicket} if the text is none. */
    public static Ticket read(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !Ids.isId(form.group(1))) {
            throw new NotATicket(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
        }
        return new Ticket(form.group(1), form.group(2));
    }

    @Override
    public String toString() {
        return "claim:" + id + ":" + hash;
    }
}
