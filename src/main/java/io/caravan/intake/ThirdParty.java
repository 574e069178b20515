package io.caravan.intake;

import io.caravan.flow.Event;
import java.time.Instant;
import java.util.List;

/** A third party that calls us: how it signs, and what its calls say. */
interface ThirdParty {
    /** Its name in paths and figures. */
    String name();

    /** Whether the call bears the signature that the secret makes, and is of now. */
    boolean hasSigned(SignedCall call, String secret, Instant now);

    /** What a signed call says; throws a problem when it cannot be read. */
    Said said(SignedCall call, Instant now);

    /** The events of a call, and the JSON that answers it (empty = none). */
    record Said(List<Event> events, String answer) {
        static Said events(List<Event> events) {
            return new Said(events, "");
        }
    }
}
