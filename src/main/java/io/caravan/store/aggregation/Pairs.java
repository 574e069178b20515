package io.caravan.store.aggregation;

import io.caravan.store.Statements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Keys of two columns as parameters of a query: two arrays for PostgreSQL, one list of lists for SQLite. */
final class Pairs {
    private Pairs() {}

    static <T> Object[] of(
            Statements statements, Collection<T> keys, Function<T, String> first, Function<T, String> second) {
        return switch (statements.dialect()) {
            case POSTGRES ->
                new Object[] {
                    keys.stream().map(first).toList(), keys.stream().map(second).toList()
                };
            case SQLITE -> {
                var pairs = new ArrayList<List<String>>();
                keys.forEach(key -> pairs.add(List.of(first.apply(key), second.apply(key))));
                yield new Object[] {pairs};
            }
        };
    }
}
