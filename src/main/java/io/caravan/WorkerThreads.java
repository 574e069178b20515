package io.caravan;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/** Makes the threads for attempts and triggers: virtual ones where the JVM has them (21 and newer). */
final class WorkerThreads {
    private static final int VIRTUAL_SINCE = 21;

    /** Must be called before any class of Camel is loaded, which decides by this property for good. */
    static WorkerThreads choose() {
        if (Runtime.version().feature() >= VIRTUAL_SINCE) {
            System.setProperty("camel.threads.virtual.enabled", "true");
        }
        return new WorkerThreads();
    }

    ExecutorService unbounded(String name) {
        return Executors.newCachedThreadPool(factory(name));
    }

    /** Ordinary daemon threads, for clockwork. */
    ThreadFactory named(String name) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static ThreadFactory factory(String name) {
        return new CamelThreadFactory("#counter# #name#", name, true);
    }
}
