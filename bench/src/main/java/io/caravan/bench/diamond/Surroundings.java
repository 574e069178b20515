package io.caravan.bench.diamond;

import io.caravan.bench.Places;
import io.caravan.bench.contender.Contenders;
import io.caravan.bench.load.Percentiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the figures depend on, looked at before anything is started: machine, JVM, disk. */
public record Surroundings(String machine, String java, String disk) {
    private static final int PAGE = 8_192;
    private static final long LOOKING = 1_500_000_000L;

    public static Surroundings look() throws IOException {
        String busy = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        String machine = "%d cores, %s, load average %s"
                .formatted(Runtime.getRuntime().availableProcessors(), processor(), busy);
        return new Surroundings(machine, javaVersion(), sync());
    }

    /** A list in Markdown; the traits are those of the database servers. */
    public String text(List<String> traits) {
        String databases = traits.stream().distinct().map("- %s\n"::formatted).collect(Collectors.joining());
        return "- %s\n- %s with %s\n%s- 8 kB written and fdatasync on this disk: %s\n\n"
                .formatted(machine, java, String.join(" ", Contenders.flags()), databases, disk);
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        }
    }

    private static String javaVersion() throws IOException {
        Process java = new ProcessBuilder(Places.java(), "-version")
                .redirectErrorStream(true)
                .start();
        try (var lines = java.inputReader()) {
            List<String> said = lines.lines().toList();
            return said.get(Math.min(1, said.size() - 1));
        }
    }

    private static String sync() throws IOException {
        Path file = Places.fresh("disk").resolve("page");
        var waits = new ArrayList<Long>();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocateDirect(PAGE);
            long end = System.nanoTime() + LOOKING;
            while (System.nanoTime() < end) {
                long before = System.nanoTime();
                channel.write(page.rewind(), 0);
                channel.force(false);
                waits.add((System.nanoTime() - before) / 1_000);
            }
        }
        var sorted = new Percentiles(waits.stream().mapToLong(Long::longValue).toArray());
        return "%.0f/s, p50 %.2f ms, p99 %.2f ms"
                .formatted(waits.size() * 1e9 / LOOKING, sorted.at(50) / 1e3, sorted.at(99) / 1e3);
    }
}
