package io.caravan.component.aggregate;

import io.caravan.store.Ids;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;

/**
 * What a message is known by when it comes again: the header {@code CaravanMessageId}, in an action its effect key, else
 * the place of a record of Kafka, or the message id of RabbitMQ or JMS; and its place among the messages that were made of
 * one. Other messages are told from each other, but not when they come again.
 *
 * @param comesAgain whether it would be known again
 */
record MessageId(String text, boolean comesAgain) {
    private static final List<String> OWN =
            List.of("CaravanMessageId", "CaravanEffectKey", "CamelSpringRabbitmqMessageId", "JMSMessageID");
    private static final List<String> RECORD = List.of("kafka.TOPIC", "kafka.PARTITION", "kafka.OFFSET");
    private static final List<ExchangePropertyKey> PARTS = List.of(
            ExchangePropertyKey.SPLIT_INDEX, ExchangePropertyKey.LOOP_INDEX, ExchangePropertyKey.MULTICAST_INDEX);

    /** @param passed how often this exchange has passed the aggregator already */
    static MessageId of(Exchange exchange, int passed) {
        Message message = exchange.getMessage();
        Optional<String> own = OWN.stream()
                .flatMap(name -> Optional.ofNullable(message.getHeader(name, String.class)).stream())
                .filter(text -> !text.isBlank())
                .findFirst()
                .or(() -> record(message));
        return own.map(text -> new MessageId(text + part(exchange) + (passed == 0 ? "" : "~" + passed), true))
                .orElseGet(() -> new MessageId(Ids.next(), false));
    }

    private static Optional<String> record(Message message) {
        List<String> place = RECORD.stream()
                .flatMap(name -> Optional.ofNullable(message.getHeader(name, String.class)).stream())
                .toList();
        return place.size() == RECORD.size() ? Optional.of(String.join("/", place)) : Optional.empty();
    }

    private static String part(Exchange exchange) {
        return PARTS.stream()
                .map(key -> exchange.getProperty(key, String.class))
                .map(index -> index == null ? "" : index)
                .collect(Collectors.joining("."))
                .replaceFirst("^\\.\\.$", "")
                .replaceFirst("^(?=.)", "#");
    }
}
