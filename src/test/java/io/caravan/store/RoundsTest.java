package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread in the background goes on whatever happens in a round, and ends when it is told to. */
@Timeout(30)
class RoundsTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void a_round_that_fails_does_not_end_the_rounds() throws Exception {
        var rounds = new CountDownLatch(5);
        try (var going = Rounds.start("test", SHORT, () -> {
            rounds.countDown();
            if (rounds.getCount() % 2 == 0) {
                throw new IllegalStateException("not now");
            }
            return SHORT;
        })) {
            assertTrue(rounds.await(10, TimeUnit.SECONDS), going::toString);
        }
    }

    @Test
    void closing_interrupts_a_round_that_waits_and_a_rest() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var waiting = Rounds.start("test", SHORT, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                interrupted.countDown();
                throw closed;
            }
            return SHORT;
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        waiting.close();
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        Rounds.start("test", Duration.ofDays(1), () -> SHORT).close();
    }
}
