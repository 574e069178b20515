package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Balance;
import io.caravan.crash.Child;
import io.caravan.crash.InFlight;
import io.caravan.crash.Requests;
import io.caravan.crash.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 1,000 flows and ten {@code kill -9} at random moments; {@code -Dchaos.seed=} repeats the moments of a run. */
@Tag("chaos")
final class ChaosTest {
    private static final int FLOWS = 1_000;
    private static final int KILLS = 10;
    private static final String[] FAULTS = {
        "\"status\": 429, \"headers\": {\"Retry-After\": \"1\"}, \"rate\": 0.05",
        "\"status\": 500, \"body\": \"oops\", \"rate\": 0.05",
        "\"drop\": true, \"rate\": 0.025",
        "\"drop\": true, \"apply\": true, \"rate\": 0.025",
        "\"delayMs\": 300, \"rate\": 0.05"
    };

    /** Ten kills would use up a budget of nine attempts. */
    private static final String[] ENDLESS = {
        "caravan.redelivery.maximum-redeliveries=-1", "caravan.redelivery.back-off-multiplier=1"
    };

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Requests requests = new Requests();
    private final Set<String> inFlight = new TreeSet<>();

    @TempDir
    private Path folder;

    @Test
    void ten_kills_lose_nothing_and_repeat_only_what_was_in_flight() throws Exception {
        Balance balance = balanceOf(ChaosTest::untroubled);
        assertEquals(inFlight, balance.lost(), "attempts in flight at a kill, and attempts called lost");
        assertEquals(inFlight.size(), balance.marks());
        assertTrue(balance.effects() <= 4 * FLOWS + inFlight.size());
    }

    @Test
    void ten_kills_among_faults_of_the_third_parties_lose_nothing_and_mark_every_repeat() throws Exception {
        Balance balance = balanceOf(ChaosTest::plantFaults);
        assertEquals(inFlight, balance.lost(), "attempts in flight at a kill, and attempts called lost");
        assertTrue(balance.effects() <= 4 * FLOWS + balance.marks());
    }

    /** What planting troubles in a fresh Caravan means. */
    private interface Troubles {
        void plant(Child child);
    }

    private static void untroubled(Child child) {
        // nothing but the kills
    }

    private static void plantFaults(Child child) {
        for (String method : List.of("chat.postMessage", "/crm/objects")) {
            for (String fault : FAULTS) {
                child.fault("{\"method\": \"" + method + "\", " + fault + "}");
            }
        }
    }

    private Balance balanceOf(Troubles troubles) throws InterruptedException {
        try (Child first = Child.start(folder, ENDLESS).standing()) {
            troubles.plant(first);
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            liveAndBeKilled(kill * FLOWS / (KILLS + 1));
            assertEquals(Set.of(), requests.lostFrom(folder), "seed " + seed + ", kill " + kill);
            inFlight.addAll(InFlight.in(folder));
            assertEquals(List.of(), Verify.complaints(folder), "seed " + seed + ", kill " + kill);
        }
        try (Child last = Child.start(folder, ENDLESS).standing()) {
            requests.send(last, 0, FLOWS).join();
            assertEquals(FLOWS, requests.accepted(), "accepted in the end");
            last.awaitCompleted(FLOWS);
            Balance balance = Balance.of(last);
            System.out.printf(
                    "chaos: seed %d, %d kills, %d flows, %d effects = 4 * %d + %d,"
                            + " %d attempts in flight at a kill, %d called lost, %d uncertain marks%n",
                    seed,
                    KILLS,
                    balance.flows(),
                    balance.effects(),
                    balance.flows(),
                    balance.effects() - 4 * balance.flows(),
                    inFlight.size(),
                    balance.lost().size(),
                    balance.marks());
            assertEquals(List.of(), requests.repeat(last), "seed " + seed);
            assertEquals(List.of(), balance.complaints(FLOWS), "seed " + seed);
            return balance;
        } finally {
            assertEquals(List.of(), Verify.complaints(folder), "seed " + seed);
        }
    }

    /** Most lives end under load, some before they have really begun. */
    private void liveAndBeKilled(int upTo) throws InterruptedException {
        try (Child child = Child.start(folder, ENDLESS)) {
            boolean early = random.nextInt(5) == 0;
            CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
            if (!early) {
                child.standing();
                sending = CompletableFuture.runAsync(
                        () -> requests.send(child, 0, upTo).join());
            }
            assertTrue(child.lives(Duration.ofMillis(random.nextInt(3_000))));
            child.kill();
            sending.join();
        }
    }
}
