package io.caravan.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * A consumer's seat in its group, kept while a batch waits to be stored: who does not poll for
 * {@code max.poll.interval.ms} loses it. To be used on the thread that polls.
 */
final class KafkaSeat implements AutoCloseable {
    private static final int MOST_COMMITS = 5;

    private final Consumer<?, ?> consumer;
    private final Set<TopicPartition> paused = new HashSet<>();

    KafkaSeat(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** Polls for so long, and takes nothing: what comes by a partition that was just assigned comes again later. */
    void keep(Duration time) {
        pause();
        ConsumerRecords<?, ?> come = consumer.poll(time);
        for (TopicPartition partition : come.partitions()) {
            consumer.seek(partition, come.records(partition).get(0).offset());
        }
        pause();
    }

    private void pause() {
        var more = new HashSet<>(consumer.assignment());
        more.removeAll(consumer.paused());
        consumer.pause(more);
        paused.addAll(more);
    }

    /**
     * Commits what is to be read next. Of a partition that was given to another member nothing is committed: its records come
     * once more there, and are known.
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> next, Duration longest) {
        for (int tries = 1; ; tries++) {
            var ours = new HashMap<>(next);
            ours.keySet().retainAll(consumer.assignment());
            try {
                consumer.commitSync(ours, longest);
                return;
            } catch (CommitFailedException seatLost) {
                return;
            } catch (RebalanceInProgressException moving) {
                if (tries == MOST_COMMITS) {
                    throw moving;
                }
                keep(longest.dividedBy(MOST_COMMITS));
            }
        }
    }

    @Override
    public void close() {
        paused.retainAll(consumer.assignment());
        consumer.resume(paused);
    }
}
