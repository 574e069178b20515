package io.caravan.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a process has used, as Linux counts it in /proc (ticks of 10 ms). */
public final class Usage {
    private static final int MILLIS_PER_TICK = 10;
    private static final int USER = 11;
    private static final int CHILDREN = 13;

    private Usage() {}

    /** Milliseconds of processor time of one process. */
    public static long cpu(long pid) {
        return ticks(pid, USER, CHILDREN) * MILLIS_PER_TICK;
    }

    /** Milliseconds of a process with its children, also of those that have ended. */
    public static long cpuOfFamily(long pid) {
        long living = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .mapToLong(child -> ticks(child.pid(), USER, CHILDREN))
                .sum();
        return (living + ticks(pid, USER, CHILDREN + 2)) * MILLIS_PER_TICK;
    }

    /** Megabytes that are in memory. */
    public static long residentMegabytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                    .sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The sum of the numbers from one place to another (exclusive), counted behind the name in parentheses. */
    private static long ticks(long pid, int from, int to) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] numbers = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int place = from; place < to; place++) {
                sum += Long.parseLong(numbers[place]);
            }
            return sum;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException unreadable) {
            return 0; // it ended while it was read
        }
    }
}
