package io.caravan.dispatch;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads that attempts and triggers run on (virtual where the JVM has them), how many triggers may run at once, and the
 * clockwork for time limits.
 */
public record Threads(Executor attempts, Executor triggers, int mostTriggers, ScheduledExecutorService timer) {}
