package io.caravan.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread in the background that goes its rounds; each says how long to rest before the next. */
public final class Rounds implements AutoCloseable {
    /** What is done in each round. */
    @FunctionalInterface
    public interface Round {
        Duration go() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Duration first;
    private final Round round;
    private final Thread thread;
    private boolean troubled;

    private Rounds(String name, Duration first, Round round) {
        this.first = first;
        this.round = round;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Rests first, then goes round after round until it is closed; after a round that failed it rests as at first. */
    public static Rounds start(String name, Duration first, Round round) {
        var rounds = new Rounds(name, first, round);
        rounds.thread.start();
        return rounds;
    }

    private void run() {
        try {
            Duration rest = first;
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(rest.toMillis());
                rest = go();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration go() throws InterruptedException {
        try {
            Duration rest = round.go();
            troubled = false;
            return rest;
        } catch (InterruptedException closed) {
            throw closed;
        } catch (Exception failed) {
            if (!troubled) {
                troubled = true;
                LOG.warn("{} cannot go on at the moment: {}", thread.getName(), failed.getMessage());
            }
            return first;
        }
    }

    /** Ends it; a round that is under way is interrupted. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
