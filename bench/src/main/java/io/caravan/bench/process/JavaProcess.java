package io.caravan.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that was started here: spoken to by lines, may be made to stand still, and ends with the harness. */
public final class JavaProcess implements AutoCloseable {
    /** What is run: the words behind {@code java}, the variables of the environment, the folder to run in. */
    public record Launch(String java, List<String> words, Map<String, String> environment, Path folder) {}

    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final PrintStream commands;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts one whose lines are answers; only its errors are logged. */
    public static JavaProcess conversing(Launch launch) {
        return start(launch, false);
    }

    /** Starts one whose every line goes to the log. */
    public static JavaProcess logging(Launch launch) {
        return start(launch, true);
    }

    private static JavaProcess start(Launch launch, boolean logsEverything) {
        var command = new ArrayList<>(List.of(launch.java()));
        command.addAll(launch.words());
        Path log = launch.folder().resolve("log.txt");
        var builder = new ProcessBuilder(command).directory(launch.folder().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_") || name.startsWith("CAMEL_"));
        builder.environment().putAll(launch.environment());
        builder.redirectError(log.toFile());
        if (logsEverything) {
            builder.redirectOutput(log.toFile()).redirectErrorStream(true);
        }
        try {
            return new JavaProcess(builder.start(), log);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    public String ask(String command) {
        commands.println(command);
        return line();
    }

    /** The next line that it says. */
    public String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("a process ended; see " + log);
            }
            return line;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    public void standStill() {
        signal("-STOP");
    }

    public void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException noSuchCommand) {
            throw new UncheckedIOException(noSuchCommand);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        goOn();
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
