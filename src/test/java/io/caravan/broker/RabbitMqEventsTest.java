package io.caravan.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.caravan.intake.Entrance;
import io.caravan.intake.RabbitMqEvents;
import io.caravan.intake.Stopping;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** A message that cannot be stored, for a reason that nobody has foreseen, is not kept from others until the connection ends. */
class RabbitMqEventsTest {
    private final String queue = "q-" + UUID.randomUUID();

    @Test
    void a_message_whose_storing_failed_is_delivered_again_on_the_same_channel() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(RabbitNode.shared());
        CompletableFuture<Entrance> broken = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel();
                var context = new DefaultCamelContext();
                var events = new RabbitMqEvents(broken, new Stopping())) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.basicPublish("", queue, null, new byte[] {1});
            GetResponse first = awaitMessage(channel);
            events.process(delivered(context, channel, first));
            GetResponse second = awaitMessage(channel);
            assertArrayEquals(first.getBody(), second.getBody());
            channel.queueDelete(queue);
        }
    }

    private GetResponse awaitMessage(Channel channel) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> channel.basicGet(queue, false), got -> got != null);
    }

    private Exchange delivered(DefaultCamelContext context, Channel channel, GetResponse got) throws Exception {
        context.addComponent("spring-rabbitmq", new SpringRabbitMQComponent());
        Exchange exchange = context.getEndpoint("spring-rabbitmq:default?acknowledgeMode=MANUAL&queues=" + queue)
                .createExchange();
        var properties = new MessageProperties();
        properties.setConsumerQueue(queue);
        properties.setDeliveryTag(got.getEnvelope().getDeliveryTag());
        exchange.getMessage().setBody(new Message(got.getBody(), properties));
        exchange.setProperty(SpringRabbitMQConstants.CHANNEL, channel);
        return exchange;
    }
}
