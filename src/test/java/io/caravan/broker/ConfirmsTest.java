package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.caravan.intake.RabbitMqConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** What RabbitMQ has not confirmed does not count as sent, however late its sender asks. */
class ConfirmsTest {
    private static final Message MESSAGE = new Message("{}".getBytes(StandardCharsets.UTF_8), new MessageProperties());

    private CachingConnectionFactory connections;

    @BeforeEach
    void open() {
        connections = RabbitMqConnections.to(RabbitNode.shared(), "", SSLContext::getDefault);
    }

    @AfterEach
    void close() {
        connections.destroy();
    }

    @Test
    void a_message_whose_channel_was_closed_meanwhile_is_not_confirmed_by_another_channel() {
        var template = new RabbitTemplate(connections);
        ShutdownSignalException refused = assertThrows(
                ShutdownSignalException.class,
                () -> template.invoke(sender -> {
                    Channel channel = sender.execute(dedicated -> dedicated);
                    sender.send("no-such-exchange-" + UUID.randomUUID(), "any", MESSAGE);
                    Awaitility.await()
                            .pollInSameThread()
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> !channel.isOpen());
                    return sender.waitForConfirms(10_000);
                }));
        assertTrue(refused.getMessage().contains("NOT_FOUND"), refused::getMessage);
        assertTrue(
                template.<Boolean>invoke(sender -> {
                    sender.send("", "no-queue-" + UUID.randomUUID(), MESSAGE);
                    return sender.waitForConfirms(10_000);
                }),
                "the next one has a channel that is open");
    }
}
