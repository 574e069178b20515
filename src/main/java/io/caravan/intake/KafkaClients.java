package io.caravan.intake;

import java.time.Duration;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes producers that do not hold up a stop: Kafka's own waits two minutes for a broker that is away. */
public final class KafkaClients extends DefaultKafkaClientFactory {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    @Override
    public Producer<Object, Object> getProducer(Properties properties) {
        return new KafkaProducer<>(properties) {
            @Override
            public void close() {
                close(LONGEST_CLOSE);
            }
        };
    }
}
