package io.caravan.sample;

import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key}, if there is one: ids are then made of it, so that a repeat has the same ids on any node,
 * also while nothing of the first request can be read. Keys of different senders are apart from each other.
 */
record Repeatable(Optional<String> words) {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    static Repeatable of(RoutingContext context, String sender) {
        List<String> values = context.request().headers().getAll(HEADER);
        if (values.isEmpty()) {
            return new Repeatable(Optional.empty());
        }
        String key = values.get(0).strip().replaceAll("^\"(.*)\"$", "$1");
        if (values.size() > 1 || key.isBlank() || key.length() > LONGEST || !key.matches("[\\x20-\\x7e]+")) {
            throw new Problem(
                    400,
                    "Wrong Idempotency-Key",
                    "The header " + HEADER + " must be there once, with 1 to " + LONGEST + " characters of ASCII.");
        }
        return new Repeatable(Optional.of(sender + "\n" + key));
    }

    /** Whether there is one. */
    boolean isGiven() {
        return words.isPresent();
    }

    /** That of one item of a batch. */
    Repeatable item(int index) {
        return new Repeatable(words.map(text -> text + "\n" + index));
    }

    /** The id of the item that the request makes. */
    String item(ItemId ids) {
        return words.map(text -> ids.from("item\n" + text)).orElseGet(ids::fresh);
    }

    /** The id of the request itself. */
    String request(ItemId ids, String what) {
        return words.map(text -> ids.uuid("request\n" + what + "\n" + text).toString())
                .orElseGet(Ids::next);
    }
}
