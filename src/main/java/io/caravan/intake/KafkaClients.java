package io.caravan.intake;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes clients that come back when Kafka has not let them in for a while, and that do not hold up a stop. */
public final class KafkaClients extends DefaultKafkaClientFactory {
    private final KafkaRefusals refusals;
    private final Stopping stopping;

    public KafkaClients(KafkaRefusals refusals, Stopping stopping) {
        this.refusals = refusals;
        this.stopping = stopping;
    }

    @Override
    public Producer<Object, Object> getProducer(Properties properties) {
        return new KnockingProducer(properties, refusals);
    }

    @Override
    public Consumer<Object, Object> getConsumer(Properties properties) {
        return new KnockingConsumer(properties, refusals, stopping);
    }
}
