package io.caravan.intake;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.AbstractMessageConverter;

/** Hands messages on as they came: Camel's own converter makes text of some, and then nobody sees a wrong charset. */
public final class RabbitMqMessages extends AbstractMessageConverter {
    @Override
    protected Message createMessage(Object body, MessageProperties properties) {
        throw new UnsupportedOperationException(
                "rabbitmq-messages only reads; leave messageConverter out where a route sends");
    }

    @Override
    public Object fromMessage(Message message) {
        return message;
    }
}
