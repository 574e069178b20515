package io.caravan.console;

import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.view.Page;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a reader asks: parts of the path and of the query. */
record Question(RoutingContext context) {
    String path(String name) {
        return Parameters.path(context, name);
    }

    Optional<String> query(String name) {
        return Parameters.query(context, name);
    }

    boolean flag(String name) {
        return query(name).map(value -> !value.equals("false")).orElse(false);
    }

    Optional<Instant> time(String name) {
        return query(name).map(text -> time(name, text));
    }

    /** In a query a plus sign that is not encoded arrives as a space. */
    static Instant time(String name, String text) {
        try {
            return Instant.ofEpochMilli(Instant.parse(text.replace(' ', '+')).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException notATime) {
            throw new Problem(400, "Bad time", name + " must be a time like 2026-11-22T10:42:10Z, not '" + text + "'.");
        }
    }

    /** A whole number from 0. */
    Optional<Integer> number(String name) {
        return query(name).map(text -> {
            if (!text.matches("\\d{1,9}")) {
                throw new Problem(400, "Bad " + name, name + " must be a whole number from 0, not '" + text + "'.");
            }
            return Integer.valueOf(text);
        });
    }

    Page.Request page() {
        return page(Ids::isId);
    }

    /** The part of a list with cursors of its own. */
    Page.Request page(Predicate<String> isCursor) {
        Optional<String> cursor = query("cursor");
        if (cursor.isPresent() && !isCursor.test(cursor.get())) {
            throw new Problem(400, "Bad cursor", "cursor must be what an earlier page gave as next.");
        }
        return Page.Request.of(query("limit").map(Question::limit), cursor);
    }

    /** The part of a list that is there as a whole; its cursor is what the last item shown is known by. */
    <T> Page<T> page(List<T> all, Function<T, String> known) {
        List<String> names = all.stream().map(known).toList();
        Page.Request request = page(names::contains);
        int from = request.cursor().map(last -> names.indexOf(last) + 1).orElse(0);
        return Page.of(all.subList(from, all.size()), request, known);
    }

    private static Integer limit(String text) {
        if (!text.matches("0*[1-9]\\d*")) {
            throw new Problem(400, "Bad limit", "limit must be a whole number from 1, not '" + text + "'.");
        }
        return new BigInteger(text).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }
}
