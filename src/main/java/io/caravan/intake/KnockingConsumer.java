package io.caravan.intake;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * A consumer that is not let in rests, and then has itself made anew. Camel would end the route's consumer for good when Kafka does
 * not take its credentials, and try without a pause when it may not read.
 */
final class KnockingConsumer extends KafkaConsumer<Object, Object> {
    private static final Duration REST = Duration.ofSeconds(5);

    private final String who;
    private final KafkaRefusals refusals;
    private final Stopping stopping;

    KnockingConsumer(Properties properties, KafkaRefusals refusals, Stopping stopping) {
        super(properties);
        this.who = "group " + properties.getProperty(ConsumerConfig.GROUP_ID_CONFIG);
        this.refusals = refusals;
        this.stopping = stopping;
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        try {
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            if (!assignment().isEmpty()) {
                refusals.letIn(who);
            }
            return records;
        } catch (AuthenticationException | AuthorizationException refused) {
            refusals.refused(who, refused);
            stopping.await(REST);
            throw new KafkaException("not let in: " + refused.getMessage(), refused);
        }
    }
}
