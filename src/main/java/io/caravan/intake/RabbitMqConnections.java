package io.caravan.intake;

import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/** Connections to the RabbitMQ of {@code caravan.rabbitmq.uri}, opened when the first route needs one, and again when they broke. */
public final class RabbitMqConnections {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqConnections.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final int HEARTBEAT_SECONDS = 10;
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    private RabbitMqConnections() {}

    /** Publisher confirms are on: {@code waitForConfirms} wants the simple ones. */
    public static CachingConnectionFactory to(String uri, String queue, Callable<SSLContext> tls) {
        var client = new com.rabbitmq.client.ConnectionFactory();
        try {
            if (uri.startsWith("amqps:")) {
                // the client itself would trust everybody
                client.setSslContextFactory(any -> context(tls));
                client.enableHostnameVerification();
            }
            client.setUri(uri);
        } catch (Exception unusable) {
            throw new IllegalArgumentException("no address of a RabbitMQ", unusable);
        }
        client.setConnectionTimeout((int) LONGEST_CONNECT.toMillis());
        client.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        client.setAutomaticRecoveryEnabled(false);
        var connections = new CachingConnectionFactory(client);
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
        // without returns Spring would not use channels of this kind
        connections.setPublisherReturns(true);
        connections.setPublisherChannelFactory(ConfirmingChannel::new);
        connections.setConnectionNameStrategy(any -> "caravan");
        connections.addConnectionListener(new Tidings());
        if (!queue.isEmpty()) {
            connections.addConnectionListener(connection -> declare(connection, queue));
        }
        return connections;
    }

    private static SSLContext context(Callable<SSLContext> tls) {
        try {
            return tls.call();
        } catch (Exception unusable) {
            throw new IllegalStateException("TLS cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** Whoever sends by these connections waits for the broker's word; Camel's {@code confirm=auto} would not, with simple confirms. */
    public static void confirm(CamelContext context, CachingConnectionFactory connections) {
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof SpringRabbitMQEndpoint rabbit
                    && rabbit.getConnectionFactory() == connections
                    && rabbit.getConfirm().equals("auto")) {
                rabbit.setConfirm("enabled");
            }
            return endpoint;
        });
    }

    /** One that exists with other arguments stays as it is. */
    private static void declare(Connection connection, String queue) {
        try (var channel = connection.createChannel(false)) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        } catch (Exception other) {
            LOG.warn(
                    "queue {} is taken as it is; it cannot be declared as a durable quorum queue: {}",
                    queue,
                    reason(other));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    /** Tells once that RabbitMQ is away, and once that it is back; Spring's listeners would, every second, with a stack trace. */
    private static final class Tidings implements ConnectionListener {
        private final AtomicBoolean away = new AtomicBoolean();

        @Override
        public void onCreate(Connection connection) {
            if (away.getAndSet(false)) {
                LOG.info("RabbitMQ is back");
            }
        }

        @Override
        public void onShutDown(ShutdownSignalException signal) {
            if (signal.isHardError() && !signal.isInitiatedByApplication()) {
                tell(signal);
            }
        }

        @Override
        public void onFailed(Exception failed) {
            tell(failed);
        }

        private void tell(Exception reason) {
            if (!away.getAndSet(true)) {
                LOG.warn("RabbitMQ is away, and is asked again every second: {}", reason(reason));
            }
        }
    }

    /** Listeners that are back a second after the broker is. */
    public static final class Listeners extends DefaultListenerContainerFactory {
        @Override
        public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
            AbstractMessageListenerContainer container = super.createListenerContainer(endpoint);
            container.setRecoveryInterval(RECOVERY.toMillis());
            container.setFailedDeclarationRetryInterval(RECOVERY.toMillis());
            if (container instanceof DirectMessageListenerContainer direct) {
                direct.setMonitorInterval(RECOVERY.toMillis());
            }
            return container;
        }
    }
}
