package io.caravan.store.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the tables beside the journal hold of one flow. */
record StoredFlow(Line line, List<Due> outbox, List<DeadRow> dead) {
    /** Its row of the table {@code flow}. */
    record Line(String status, boolean ended, Optional<String> version, Optional<String> key, int seq) {}

    /** A row of the outbox; late = taken when its flow ended, it stays until its attempt has ended. */
    record Due(String action, String kind, int attempt, boolean uncertain, boolean late) {}

    /** A row of the table {@code dead}. */
    record DeadRow(String action, String type, int attempts, Instant at) {}
}
