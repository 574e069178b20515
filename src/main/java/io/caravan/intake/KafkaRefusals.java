package io.caravan.intake;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which consumer groups and producers Kafka does not let in, and what it says; each refusal and its end is told once. */
public final class KafkaRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRefusals.class);

    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /** All of them; empty = everybody is let in. */
    public Map<String, Object> all() {
        return new TreeMap<>(refused);
    }

    void refused(String who, Throwable reason) {
        if (refused.put(who, "Kafka does not let it in: " + reason.getMessage()) == null) {
            LOG.error(
                    "Kafka does not let {} in, and is asked again and again until it does (look at"
                            + " camel.component.kafka.* and at the broker's users and rights): {}",
                    who,
                    reason.getMessage());
        }
    }

    void letIn(String who) {
        if (refused.remove(who) != null) {
            LOG.info("Kafka lets {} in again", who);
        }
    }
}
