package io.caravan.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with a time limit, at most so many at once: when the limit is reached the thread is interrupted, the caller goes on
 * without it, and the next call has its turn even if the thread never ends.
 */
final class Limited {
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Limited(Executor executor, ScheduledExecutorService timer, int most) {
        this.executor = executor;
        this.timer = timer;
        this.free = most;
    }

    <T> CompletableFuture<T> call(Callable<T> call, Duration limit) {
        var answer = new CompletableFuture<T>();
        answer.whenComplete((value, thrown) -> next());
        begin(() -> run(call, limit, answer));
        return answer;
    }

    private void begin(Runnable turn) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(turn);
                return;
            }
            free--;
        }
        executor.execute(turn);
    }

    /** A turn has ended, or was given up. */
    private void next() {
        Optional<Runnable> turn;
        synchronized (this) {
            turn = Optional.ofNullable(waiting.poll());
            if (turn.isEmpty()) {
                free++;
            }
        }
        turn.ifPresent(executor::execute);
    }

    private <T> void run(Callable<T> call, Duration limit, CompletableFuture<T> answer) {
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
