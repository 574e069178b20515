package io.caravan.dispatch;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call with a time limit: when it is reached the thread is interrupted and the caller goes on without it. */
final class Limited {
    private Limited() {}

    static <T> CompletableFuture<T> call(
            Callable<T> call, Duration limit, Executor executor, ScheduledExecutorService timer) {
        var answer = new CompletableFuture<T>();
        executor.execute(() -> run(call, limit, timer, answer));
        return answer;
    }

    private static <T> void run(
            Callable<T> call, Duration limit, ScheduledExecutorService timer, CompletableFuture<T> answer) {
        var worker = new Interruptible();
        worker.enter();
        var alarm = timer.schedule(
                () -> {
                    if (answer.completeExceptionally(
                            new TimeoutException("not finished within " + limit.toMillis() + " ms"))) {
                        worker.interrupt();
                    }
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            answer.complete(call.call());
        } catch (Throwable thrown) {
            answer.completeExceptionally(thrown);
        } finally {
            alarm.cancel(false);
            worker.leave();
        }
    }
}
