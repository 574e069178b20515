package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.store.CloudEvent;
import io.caravan.store.journal.NotAccepted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic where events are safe before a route stores them, in the order of their subjects. What Kafka has not confirmed in time
 * counts as not kept, though it may be there: an event that is sent again under its id is stored once.
 */
public final class KafkaTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopic.class);
    private static final int MOST_WAITING = 1_000;

    /** While Kafka's addresses do not answer, each event may block the thread that sends for so long. */
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(2);
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(4);

    private final CamelContext context;
    private final String topic;
    private final AtomicBoolean away = new AtomicBoolean();

    /** One thread, so that events leave in the order in which they came. */
    private final ThreadPoolExecutor sending =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                var thread = new Thread(task, "caravan-kafka");
                thread.setDaemon(true);
                return thread;
            });

    private Optional<AsyncProducer> producer = Optional.empty();

    public KafkaTopic(CamelContext context, String topic) {
        this.context = context;
        this.topic = topic;
    }

    /** Completes when all replicas in sync have it; else fails with {@link NotAccepted}. */
    public CompletableFuture<Void> keep(Event event) {
        var kept = new CompletableFuture<Void>();
        long asked = System.nanoTime();
        try {
            sending.execute(() -> send(event, asked, kept));
        } catch (RejectedExecutionException full) {
            kept.completeExceptionally(
                    new NotAccepted("Too many requests wait for Kafka to take them; send this one again later."));
        }
        return kept;
    }

    private void send(Event event, long asked, CompletableFuture<Void> kept) {
        if (System.nanoTime() - asked > LONGEST_BLOCK.toNanos()) {
            kept.completeExceptionally(notConfirmed()); // those before it have found nobody
            return;
        }
        try {
            AsyncProducer open = producer();
            Exchange exchange = open.getEndpoint().createExchange();
            exchange.getMessage().setBody(CloudEvent.of(event).getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, CloudEvent.TYPE);
            event.attributes().subject().ifPresent(key -> exchange.getMessage().setHeader(KafkaConstants.KEY, key));
            open.process(exchange, sync -> answer(Optional.ofNullable(exchange.getException()), kept));
        } catch (Exception failed) {
            answer(Optional.of(failed), kept);
        }
    }

    private void answer(Optional<Exception> failed, CompletableFuture<Void> kept) {
        if (failed.isEmpty()) {
            if (away.getAndSet(false)) {
                LOG.info("Kafka takes what is sent to topic {} again", topic);
            }
            kept.complete(null);
            return;
        }
        if (!away.getAndSet(true)) {
            LOG.warn(
                    "Kafka has not taken what was sent to topic {}: {}",
                    topic,
                    failed.get().getMessage());
        }
        kept.completeExceptionally(notConfirmed());
    }

    private static NotAccepted notConfirmed() {
        return new NotAccepted("Kafka has not confirmed the request in time, though it may have it; send it again,"
                + " and always with the same Idempotency-Key, so that it is one request.");
    }

    /** Made when it is needed first, and again if that failed: the addresses may not be known yet. */
    private AsyncProducer producer() throws Exception {
        if (producer.isEmpty()) {
            Endpoint endpoint = context.getEndpoint("kafka:" + topic + "?requestRequiredAcks=all&enableIdempotence=true"
                    + "&maxBlockMs=" + LONGEST_BLOCK.toMillis()
                    + "&requestTimeoutMs=" + LONGEST_REQUEST.toMillis()
                    + "&deliveryTimeoutMs=" + LONGEST_DELIVERY.toMillis()
                    + "&keySerializer=org.apache.kafka.common.serialization.StringSerializer"
                    + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer");
            AsyncProducer made = endpoint.createAsyncProducer();
            made.start();
            producer = Optional.of(made);
        }
        return producer.get();
    }

    @Override
    public void close() {
        sending.shutdownNow();
        producer.ifPresent(AsyncProducer::stop);
    }
}
