package io.caravan.component.aggregate;

import io.caravan.flow.Redelivery;
import io.caravan.store.aggregation.StoredGroups;
import io.caravan.store.journal.Journal;
import java.time.Clock;
import java.time.Duration;

/** What the aggregators of this node stand on. */
public record Ground(Journal journal, StoredGroups stored, Clock clock, Redelivery redelivery, Limits limits) {
    /**
     * @param retention for how long it is remembered that a message was gathered
     * @param waiting how many messages may wait to be stored
     * @param deliveries how many completed groups this node delivers at once
     */
    public record Limits(Duration retention, int waiting, int deliveries) {}
}
