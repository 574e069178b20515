package io.caravan.store.deposit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.MovedClock;
import io.caravan.store.OpenStore;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.retention.Expired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked in comes out as it was, until its time is over. */
class DepositsTest {
    private final MovedClock clock = new MovedClock();
    private OpenStore store;
    private Deposits deposits;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 0);
        deposits = new Deposits(store.database().reading(), store.journal(), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Ticket in(Deposit deposit, Duration kept) throws Exception {
        return deposits.in(deposit, kept, Optional.empty()).get(10, TimeUnit.SECONDS);
    }

    private Deposit out(Ticket ticket) {
        return deposits.out(Ticket.read(ticket.toString()), Optional.empty());
    }

    @Test
    void each_kind_comes_out_as_it_went_in() throws Exception {
        byte[] bytes = {0, -1, 'x'};
        Ticket json = in(Deposit.json("{\"a\":[1,null,true]}"), Duration.ofDays(1));
        Ticket text = in(Deposit.text("grüße \0"), Duration.ofDays(1));
        Ticket raw = in(Deposit.bytes(bytes), Duration.ofDays(1));
        assertEquals(Map.of("a", Arrays.asList(1, null, true)), out(json).body());
        assertEquals("grüße \0", out(text).body());
        assertArrayEquals(bytes, (byte[]) out(raw).body());
    }

    @Test
    void sixteen_mebibytes_come_out_as_they_went_in() throws Exception {
        byte[] bytes = new byte[Deposit.LARGEST];
        new java.util.Random(7).nextBytes(bytes);
        assertArrayEquals(
                bytes, out(in(Deposit.bytes(bytes), Duration.ofDays(1))).bytes());
    }

    @Test
    void what_was_changed_meanwhile_is_not_given_out() throws Exception {
        Ticket mine = in(Deposit.text("mine"), Duration.ofDays(1));
        Ticket other = in(Deposit.text("other"), Duration.ofDays(1));
        assertThrows(ClaimDamaged.class, () -> out(new Ticket(mine.id(), other.hash())));
    }

    @Test
    void it_is_gone_when_its_time_is_over_and_then_it_is_removed() throws Exception {
        Ticket brief = in(Deposit.text("brief"), Duration.ofHours(1));
        Ticket lasting = in(Deposit.text("lasting"), Duration.ofHours(2));
        clock.move(Duration.ofHours(1));
        assertTrue(assertThrows(ClaimMissing.class, () -> out(brief)).isForGood());
        assertEquals("lasting", out(lasting).body());
        Expired.deposits(store.journal(), clock).go();
        assertEquals(List.of(lasting.id()), store.tables().rows("SELECT id FROM deposit"));
    }

    @Test
    void a_text_that_is_no_ticket_is_named() {
        for (String text : List.of("", "null", "claim:x:y", "claim:" + "0".repeat(36) + ":" + "0".repeat(64))) {
            assertThrows(NotATicket.class, () -> Ticket.read(text), text);
        }
    }
}
