package io.caravan.store.inbox;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A row of the inbox as somebody has inserted it; nothing of it is checked yet.
 *
 * @param key rows of one key are accepted in the order of their numbers
 */
public record InboxRow(long number, Optional<String> key, Named named, Content content) {
    /** By which names the event is known. */
    public record Named(
            String type, String id, String source, Optional<String> subject, Optional<String> correlation) {}

    /** What it says, and when that was; data that is larger than allowed is not read. */
    public record Content(OffsetDateTime time, Optional<String> data) {}
}
