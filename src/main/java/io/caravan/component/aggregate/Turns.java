package io.caravan.component.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/** Works on one key's items in order: what comes while a turn is under way is gathered for the next; keys run side by side. */
final class Turns<T> {
    private static final int MOST = 500;

    private final ConcurrentHashMap<String, List<T>> waiting = new ConcurrentHashMap<>();
    private final BiFunction<String, List<T>, CompletableFuture<Void>> work;
    private final Executor threads;

    /** @param work does a turn with these items; it answers for them in whatever way it ends */
    Turns(BiFunction<String, List<T>, CompletableFuture<Void>> work, Executor threads) {
        this.work = work;
        this.threads = threads;
    }

    /** Begins a turn with the item, or leaves it for the next. */
    void add(String key, T item) {
        var first = new ArrayList<T>();
        waiting.compute(key, (same, others) -> {
            if (others == null) {
                first.add(item);
                return new ArrayList<>();
            }
            others.add(item);
            return others;
        });
        if (!first.isEmpty()) {
            go(key, first);
        }
    }

    /** Begins a turn without an item, unless one is under way. */
    void nudge(String key) {
        if (waiting.putIfAbsent(key, new ArrayList<>()) == null) {
            go(key, List.of());
        }
    }

    private void go(String key, List<T> items) {
        work.apply(key, items).whenCompleteAsync((done, thrown) -> next(key), threads);
    }

    private void next(String key) {
        var items = new ArrayList<T>();
        waiting.computeIfPresent(key, (same, others) -> {
            if (others.isEmpty()) {
                return null;
            }
            int most = Math.min(MOST, others.size());
            items.addAll(others.subList(0, most));
            return new ArrayList<>(others.subList(most, others.size()));
        });
        if (!items.isEmpty()) {
            go(key, items);
        }
    }
}
