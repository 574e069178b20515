package io.caravan.intake;

import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives each record the consumer that it came by. Camel's own factories give a batch the offset of its last record only, and so
 * forget the partitions of all others.
 */
public final class KafkaOffsets implements KafkaManualCommitFactory {
    /** Where a record stands, and by which consumer it came. */
    record Offset(
            Consumer<?, ?> consumer, TopicPartition partition, long offset, long timeout, CommitManager committing)
            implements KafkaManualCommit {
        /** For routes of one's own that commit record by record. */
        @Override
        public void commit() {
            committing.forceCommit(partition, offset);
        }
    }

    @Override
    public KafkaManualCommit newInstance(
            CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager committing) {
        return new Offset(exchange.consumer, record.partition, record.recordOffset, record.commitTimeout, committing);
    }
}
