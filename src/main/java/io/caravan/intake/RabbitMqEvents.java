package io.caravan.intake;

import com.rabbitmq.client.Channel;
import io.caravan.flow.Trace;
import io.caravan.intake.Entrance.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * The step of a route from {@code spring-rabbitmq:} that stores messages as events and acknowledges each when it is on disk. It
 * does not wait for that, so that as many messages as the prefetch allows share a commit.
 */
public final class RabbitMqEvents implements Processor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqEvents.class);
    private static final Duration REST = Duration.ofMillis(200);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final List<String> PREFIXES = List.of("cloudEvents:", "cloudEvents_", "ce-", "ce_");

    private final CompletableFuture<Entrance> entrance;
    private final Stopping stopping;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService answering = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "caravan-rabbitmq");
        thread.setDaemon(true);
        return thread;
    });

    public RabbitMqEvents(CompletableFuture<Entrance> entrance, Stopping stopping) {
        this.entrance = entrance;
        this.stopping = stopping;
    }

    /** A message as its channel delivered it. */
    private record Delivery(Channel channel, long tag) {}

    @Override
    public void process(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Message message)) {
            throw new IllegalStateException(
                    "The endpoint spring-rabbitmq: before rabbitmq-events needs messageConverter=#rabbitmq-messages.");
        }
        var delivery = new Delivery(
                exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class),
                message.getMessageProperties().getDeliveryTag());
        CompletableFuture<Void> stored = entrance.thenCompose(
                opened -> store(opened, List.of(opened.read(message(message))), delivery.channel()));
        boolean byHand = exchange.getFromEndpoint() instanceof SpringRabbitMQEndpoint endpoint
                && endpoint.getAcknowledgeMode() == AcknowledgeMode.MANUAL;
        if (byHand) {
            CompletableFuture<Void> answered = stored.thenRunAsync(() -> acknowledge(delivery), answering)
                    .exceptionallyCompose(notStored -> giveBack(delivery, notStored));
            open.add(answered);
            answered.whenComplete((done, thrown) -> open.remove(answered));
        } else {
            stored.join();
        }
    }

    private CompletableFuture<Void> store(Entrance opened, List<Waiting> messages, Channel channel) {
        if (stopping.hasBegun() || !channel.isOpen()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the message was not stored, and comes again"));
        }
        return opened.store(messages)
                .thenCompose(left -> left.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rested().thenCompose(rested -> store(opened, left, channel)));
    }

    private CompletableFuture<Void> rested() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(REST.toMillis(), TimeUnit.MILLISECONDS, answering));
    }

    /** If the channel has gone meanwhile, the message comes once more, and is known by its id. */
    private static void acknowledge(Delivery delivery) {
        try {
            delivery.channel().basicAck(delivery.tag(), false);
        } catch (IOException | RuntimeException gone) {
            LOG.debug("delivery {} could not be acknowledged: {}", delivery.tag(), gone.getMessage());
        }
    }

    /** What nobody expected to fail is delivered once more; a channel that has gone, or that a stop closes, gives all back by itself. */
    private CompletableFuture<Void> giveBack(Delivery delivery, Throwable notStored) {
        if (stopping.hasBegun() || !delivery.channel().isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.error("delivery {} could not be stored, and comes again", delivery.tag(), notStored);
        return rested().thenRun(() -> {
            try {
                delivery.channel().basicNack(delivery.tag(), false, true);
            } catch (IOException | RuntimeException gone) {
                LOG.debug("delivery {} could not be given back: {}", delivery.tag(), gone.getMessage());
            }
        });
    }

    private static BrokerMessage message(Message message) {
        MessageProperties properties = message.getMessageProperties();
        String queue = String.valueOf(properties.getConsumerQueue());
        var place = new LinkedHashMap<String, String>();
        place.put("queue", queue);
        Optional<String> id = Optional.ofNullable(properties.getMessageId()).filter(text -> !text.isBlank());
        id.ifPresent(text -> place.put("messageId", text));
        var unsaid = new EventReading.Unsaid(
                "/rabbitmq/" + queue,
                id,
                Optional.ofNullable(properties.getType()).filter(text -> !text.isBlank()));
        String contentType = Optional.ofNullable(properties.getContentType()).orElse("");
        if (contentType.equals(MessageProperties.CONTENT_TYPE_BYTES)) {
            contentType = ""; // what the client takes for a message without one
        }
        return new BrokerMessage(
                place,
                unsaid,
                new BrokerMessage.Said(
                        attributes(properties),
                        contentType,
                        Optional.empty(),
                        Trace.read(String.valueOf(properties.getHeaders().get(Trace.TRACEPARENT)))),
                message.getBody());
    }

    private static Map<String, String> attributes(MessageProperties properties) {
        Map<String, String> attributes = new HashMap<>();
        properties.getHeaders().forEach((name, value) -> PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .ifPresent(prefix -> attributes.put(name.substring(prefix.length()), String.valueOf(value))));
        return attributes;
    }

    /** Waits a moment for what has been stored to be acknowledged; the rest comes again to whoever reads the queue next. */
    @Override
    public void close() {
        CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(notStored -> null)
                .join();
        answering.shutdownNow();
    }
}
