package io.caravan.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Lets calls of one key follow each other, and calls of different keys run side by side. */
final class KeyOrder {
    private final ConcurrentHashMap<String, CompletableFuture<?>> tails = new ConcurrentHashMap<>();
    private final Executor executor;

    KeyOrder(Executor executor) {
        this.executor = executor;
    }

    /** Starts the call when the one before it, of the same key, has ended in whatever way. */
    <T> CompletableFuture<T> follow(String key, Supplier<CompletableFuture<T>> call) {
        var mine = new CompletableFuture<T>();
        CompletableFuture<?> before = tails.put(key, mine);
        mine.whenComplete((value, thrown) -> tails.remove(key, mine));
        if (before == null) {
            begin(call, mine);
        } else {
            // on a thread of its own turn: thousands that wait would otherwise be one deep recursion
            before.whenCompleteAsync((value, thrown) -> begin(call, mine), executor);
        }
        return mine;
    }

    private static <T> void begin(Supplier<CompletableFuture<T>> call, CompletableFuture<T> mine) {
        try {
            call.get().whenComplete((value, thrown) -> {
                if (thrown != null) {
                    mine.completeExceptionally(thrown);
                } else {
                    mine.complete(value);
                }
            });
        } catch (RuntimeException notStarted) {
            mine.completeExceptionally(notStarted);
        }
    }
}
