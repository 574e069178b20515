package io.caravan.component.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a message is known by when it comes again. */
class MessageIdTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private String id(Map<String, Object> headers) {
        exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        return MessageId.of(exchange, 0).text();
    }

    @Test
    void what_the_route_says_goes_before_what_the_broker_says() {
        assertEquals("mine", id(Map.of("CaravanMessageId", "mine", "CaravanEffectKey", "k", "JMSMessageID", "j")));
        assertEquals("k", id(Map.of("CaravanMessageId", " ", "CaravanEffectKey", "k", "JMSMessageID", "j")));
        assertEquals("r", id(Map.of("CamelSpringRabbitmqMessageId", "r")));
        assertEquals("j", id(Map.of("JMSMessageID", "j")));
    }

    @Test
    void a_record_of_kafka_is_known_by_its_whole_place() {
        assertEquals("t/3/17", id(Map.of("kafka.TOPIC", "t", "kafka.PARTITION", 3, "kafka.OFFSET", 17L)));
        assertNotEquals("t/3", id(Map.of("kafka.TOPIC", "t", "kafka.PARTITION", 3)));
    }

    @Test
    void parts_of_one_message_and_its_passes_are_told_from_each_other() {
        exchange.getMessage().setHeader("CaravanMessageId", "m");
        assertEquals("m~1", MessageId.of(exchange, 1).text());
        exchange.setProperty(ExchangePropertyKey.SPLIT_INDEX, 2);
        assertEquals("m#2..", MessageId.of(exchange, 0).text());
        exchange.setProperty(ExchangePropertyKey.MULTICAST_INDEX, 1);
        assertEquals("m#2..1", MessageId.of(exchange, 0).text());
    }

    @Test
    void other_messages_are_told_from_each_other_but_do_not_come_again() {
        assertNotEquals(id(Map.of()), id(Map.of()));
        assertFalse(MessageId.of(exchange, 0).comesAgain());
    }
}
