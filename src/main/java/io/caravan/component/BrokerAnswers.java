package io.caravan.component;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.amqp.AmqpAuthenticationException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.support.converter.MessageConversionException;

/**
 * What it means that a broker could not be given a message. Whoever did not see it confirmed does not know whether it is there:
 *
 * <table>
 * <caption>Kafka and RabbitMQ</caption>
 * <tr><th>what happened</th><th>outcome</th></tr>
 * <tr><td>not let in, or not allowed</td><td>unavailable</td></tr>
 * <tr><td>too large, cannot be written, no name of a topic</td><td>rejected</td></tr>
 * <tr><td>too few replicas or no buffer, so that nothing was written; no such exchange</td><td>retry</td></tr>
 * <tr><td>anything else: time-outs, lost connections</td><td>uncertain</td></tr>
 * </table>
 *
 * To be asked about exceptions of the brokers' clients only: it loads them.
 */
final class BrokerAnswers {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private BrokerAnswers() {}

    /** Whether the exception is one of the brokers' clients. */
    static boolean isOf(Throwable thrown) {
        String name = thrown.getClass().getName();
        return name.startsWith("org.apache.kafka.")
                || name.startsWith("org.springframework.amqp.")
                || name.startsWith("com.rabbitmq.");
    }

    /** Empty = the exception itself does not say; its cause may. */
    static Optional<Outcome> of(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (thrown instanceof AuthenticationException
                || thrown instanceof AuthorizationException
                || thrown instanceof AmqpAuthenticationException) {
            return Optional.of(new Outcome.Unavailable(failure, PAUSE));
        }
        if (thrown instanceof RecordTooLargeException
                || thrown instanceof SerializationException
                || thrown instanceof InvalidTopicException
                || thrown instanceof MessageConversionException) {
            return Optional.of(new Outcome.Rejected(failure));
        }
        if (thrown instanceof NotEnoughReplicasException
                || thrown instanceof BufferExhaustedException
                || thrown instanceof ShutdownSignalException signal
                        && signal.getReason() instanceof AMQP.Channel.Close) {
            return Optional.of(Outcome.retry(failure));
        }
        boolean says = thrown instanceof KafkaException
                || thrown instanceof ShutdownSignalException
                || thrown instanceof AmqpException && thrown.getCause() == null;
        return says ? Optional.of(Outcome.uncertain(failure)) : Optional.empty();
    }
}
