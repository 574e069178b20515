package io.caravan.dispatch;

import java.util.function.BiConsumer;

/**
 * How copies of dead letters leave.
 *
 * @param usual the endpoint of those whose action names none; empty = no copy is sent
 * @param sending sends a letter (second) to an endpoint (first); throws what that throws
 */
public record DeadLetterChannel(String usual, BiConsumer<String, String> sending) {
    /** The endpoint of a letter, given what its action names. */
    String endpoint(String named) {
        return named.isEmpty() ? usual : named;
    }
}
