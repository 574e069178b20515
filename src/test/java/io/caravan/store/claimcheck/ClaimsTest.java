package io.caravan.store.claimcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large payloads lie behind tickets, never in facts. */
class ClaimsTest {
    private OpenStore store;
    private Claims claims;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
        claims = new Claims(store.database().reading());
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    /** A JSON text of that many bytes, made of characters of the given one's size. */
    private static String json(int bytes, String character) {
        int size = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        int filling = bytes - 2;
        return '"' + character.repeat(filling / size) + "x".repeat(filling % size) + '"';
    }

    @Test
    void up_to_64_kib_stay_inline_and_more_becomes_a_claim_counted_in_bytes() {
        for (String character : List.of("x", "ä", "€", "😀")) {
            var collected = Claims.none();
            assertInstanceOf(Payload.Inline.class, Claims.payload(json(65_535, character), collected));
            assertInstanceOf(Payload.Inline.class, Claims.payload(json(65_536, character), collected));
            assertEquals(List.of(), collected);
            var claimed = assertInstanceOf(Payload.Claimed.class, Claims.payload(json(65_537, character), collected));
            assertEquals(List.of(new Claim(claimed.ticket(), json(65_537, character))), collected);
        }
    }

    @Test
    void a_large_result_commits_with_its_settle_and_is_read_back_for_dependents() {
        store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        String large = json(1_000_000, "€");
        var collected = Claims.none();
        var outcome = new Outcome.Done(Claims.payload(large, collected));
        var command = new Command.Settle("a", store.attempt(a), outcome);
        OpenStore.answer(store.journal().settle(Settlements.of(a, command, Optional.empty(), List.of(), collected)));
        Payload result =
                store.taken("b").state().progress("a").orElseThrow().result().orElseThrow();
        assertEquals(large, claims.read(result));
        assertEquals(1, store.tables().count("claim"));
        noLargeFact();
    }

    @Test
    void a_large_input_commits_with_its_flow() {
        String large = json(100_000, "x");
        var collected = Claims.none();
        Payload input = Claims.payload(large, collected);
        store.accept(Coming.event("1").startsWithInput(input, collected, "f", "a"));
        Taken a = store.taken("a");
        assertEquals(large, claims.read(a.state().plan().orElseThrow().input().orElseThrow()));
        assertEquals(List.of(a.key().flow()), store.tables().rows("SELECT flow_id FROM claim"));
        noLargeFact();
    }

    @Test
    void a_ticket_that_nothing_lies_behind_is_named() {
        assertEquals(
                "No payload lies behind ticket lost.",
                assertThrows(ClaimMissing.class, () -> claims.read(Payload.claimed("lost")))
                        .getMessage());
    }

    @Test
    void the_limit_is_16_mib_counted_in_bytes() {
        assertTrue(!Claims.isTooLarge(json(Claims.LARGEST, "€")));
        assertTrue(Claims.isTooLarge(json(Claims.LARGEST + 1, "€")));
        assertTrue(!Claims.isTooLarge(json(Claims.LARGEST, "x")));
        assertTrue(Claims.isTooLarge(json(Claims.LARGEST + 1, "x")));
    }

    private void noLargeFact() {
        assertEquals(0, store.tables().count("fact WHERE length(body) > 2000"));
    }
}
