package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;

/** A piece of a list: what comes after a cursor, up to a limit. */
record Page(long after, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 1000;

    /** An item with its place in the list. */
    record Item(long place, ObjectNode json) {}

    static Page asked(Ask ask) {
        long limit = number(ask, "limit", DEFAULT_LIMIT, "a number from 1 to 1000");
        if (limit < 1) {
            throw refused("limit", "a number from 1 to 1000");
        }
        long after = number(ask, "cursor", 0, "the text that the page before gave as next");
        return new Page(after, (int) Math.min(limit, LARGEST_LIMIT));
    }

    private static long number(Ask ask, String name, long otherwise, String wanted) {
        String text = ask.parameter(name).filter(given -> !given.isEmpty()).orElse(Long.toString(otherwise));
        if (!text.matches("\\d+")) {
            throw refused(name, wanted);
        }
        return new BigInteger(text).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static Refused refused(String name, String wanted) {
        return new Refused(Answer.problem(400, "The list cannot be read so", "Give " + name + " as " + wanted + "."));
    }

    /** How many to read: one more than the limit tells whether there is a next page. */
    int reach() {
        return limit + 1;
    }

    Answer answer(List<Item> found) {
        boolean more = found.size() > limit;
        List<Item> shown = more ? found.subList(0, limit) : found;
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        shown.forEach(item -> items.add(item.json()));
        answer.put("next", more ? Long.toString(shown.get(limit - 1).place()) : null);
        return Answer.json(200, answer);
    }
}
