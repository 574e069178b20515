package io.caravan.simulation;

import io.caravan.routing.ThirdParties.Sent;
import io.caravan.store.claimcheck.ClaimMissing;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Keeps what {@code claim:check-in} hands over, in memory, until {@code claim:check-out} asks for it. */
final class Cloakroom {
    private final Map<String, @Nullable Object> kept = new HashMap<>();

    void serve(Sent sent) {
        Message message = sent.exchange().getMessage();
        if (sent.uri().endsWith("check-in")) {
            String ticket = "simulated-ticket-" + (kept.size() + 1);
            kept.put(ticket, message.getBody());
            message.setBody(ticket);
        } else {
            String ticket = String.valueOf(message.getBody(String.class));
            if (!kept.containsKey(ticket)) {
                throw new ClaimMissing(ticket);
            }
            message.setBody(kept.get(ticket));
        }
    }
}
