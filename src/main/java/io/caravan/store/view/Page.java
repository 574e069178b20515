package io.caravan.store.view;

import java.util.List;
import java.util.Optional;

/** Part of a list, and the cursor of the next part if there is one. */
public record Page<T>(List<T> items, Optional<String> next) {
    /** How much of a list is asked for: {@code limit} defaults to 50, larger than 1000 is cut. */
    public record Request(int limit, Optional<String> cursor) {
        private static final int DEFAULT = 50;
        private static final int MOST = 1_000;

        public static Request of(Optional<Integer> limit, Optional<String> cursor) {
            return new Request(Math.max(1, Math.min(limit.orElse(DEFAULT), MOST)), cursor);
        }
    }

    /** A page from at least one row more than was asked for, if there are so many. */
    public static <T> Page<T> of(List<T> oneMore, Request request, java.util.function.Function<T, String> cursor) {
        if (oneMore.size() <= request.limit()) {
            return new Page<>(List.copyOf(oneMore), Optional.empty());
        }
        List<T> items = List.copyOf(oneMore.subList(0, request.limit()));
        return new Page<>(items, Optional.of(cursor.apply(items.get(items.size() - 1))));
    }
}
