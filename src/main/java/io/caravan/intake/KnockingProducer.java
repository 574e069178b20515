package io.caravan.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * A producer that is made anew when Kafka did not let it in: an idempotent one would never send again, also when its credentials
 * have been mended meanwhile. It is closed within two seconds; Kafka's own waits two minutes for a broker that is away.
 */
final class KnockingProducer implements Producer<Object, Object> {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Properties properties;
    private final String who;
    private final KafkaRefusals refusals;
    private Producer<Object, Object> inside;
    private @Nullable AuthenticationException refused;
    private long refusedAt;

    KnockingProducer(Properties properties, KafkaRefusals refusals) {
        this.properties = properties;
        this.who = "producer " + properties.getProperty(ProducerConfig.CLIENT_ID_CONFIG, "of Caravan");
        this.refusals = refusals;
        this.inside = new KafkaProducer<>(properties);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<Object, Object> message) {
        return send(message, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<Object, Object> message, @Nullable Callback callback) {
        Producer<Object, Object> open;
        synchronized (this) {
            AuthenticationException before = refused;
            if (before != null && System.nanoTime() - refusedAt < REST.toNanos()) {
                if (callback != null) {
                    callback.onCompletion(null, before);
                }
                return CompletableFuture.failedFuture(before);
            }
            if (before != null) {
                inside.close(Duration.ZERO);
                inside = new KafkaProducer<>(properties);
                refused = null;
            }
            open = inside;
        }
        return open.send(message, (sent, thrown) -> {
            learn(open, thrown);
            if (callback != null) {
                callback.onCompletion(sent, thrown);
            }
        });
    }

    private synchronized void learn(Producer<Object, Object> from, @Nullable Exception thrown) {
        if (thrown == null) {
            refusals.letIn(who);
        }
        for (Throwable cause = thrown; cause != null && from == inside; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException refusal) {
                refusals.refused(who, refusal);
                refused = refusal;
                refusedAt = System.nanoTime();
                return;
            }
        }
    }

    private synchronized Producer<Object, Object> inside() {
        return inside;
    }

    @Override
    public void initTransactions() {
        inside().initTransactions();
    }

    @Override
    public void beginTransaction() {
        inside().beginTransaction();
    }

    @Override
    @Deprecated
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, String group) {
        inside().sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(group));
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        inside().sendOffsetsToTransaction(offsets, group);
    }

    @Override
    public void commitTransaction() {
        inside().commitTransaction();
    }

    @Override
    public void abortTransaction() {
        inside().abortTransaction();
    }

    @Override
    public void flush() {
        inside().flush();
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return inside().partitionsFor(topic);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return inside().metrics();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return inside().clientInstanceId(timeout);
    }

    @Override
    public void close() {
        close(LONGEST_CLOSE);
    }

    @Override
    public void close(Duration timeout) {
        inside().close(timeout);
    }
}
