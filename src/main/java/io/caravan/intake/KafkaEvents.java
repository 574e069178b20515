package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.intake.Entrance.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The step of a route from {@code kafka:} that stores a batch of records as events in one commit, and then commits their offsets.
 * While nothing can be stored it waits, in its seat in the group; when it throws, nothing is committed and the records come again.
 */
public final class KafkaEvents implements Processor {
    private static final Duration REST = Duration.ofMillis(200);
    private static final String PREFIX = "ce_";

    private final CompletableFuture<Entrance> entrance;
    private final Stopping stopping;

    public KafkaEvents(CompletableFuture<Entrance> entrance, Stopping stopping) {
        this.entrance = entrance;
        this.stopping = stopping;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<Message> records = records(exchange);
        if (records.isEmpty()) {
            return;
        }
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (Message message : records) {
            KafkaOffsets.Offset offset = offset(message);
            next.merge(
                    offset.partition(),
                    new OffsetAndMetadata(offset.offset() + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
        }
        KafkaOffsets.Offset last = offset(records.get(records.size() - 1));
        try (var seat = new KafkaSeat(last.consumer())) {
            Entrance open = awaited(entrance, seat);
            List<Waiting> waiting =
                    records.stream().map(KafkaEvents::message).map(open::read).toList();
            waiting = awaited(open.store(waiting), seat);
            while (!waiting.isEmpty()) {
                stopping.check();
                seat.keep(REST);
                waiting = awaited(open.store(waiting), seat);
            }
            seat.commit(next, Duration.ofMillis(last.timeout()));
        }
    }

    /** Those of a batch, or the only one when the route reads record by record. */
    private static List<Message> records(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof List<?> batch
                ? batch.stream().map(each -> ((Exchange) each).getMessage()).toList()
                : List.of(exchange.getMessage());
    }

    private static KafkaOffsets.Offset offset(Message message) {
        if (message.getHeader(KafkaConstants.MANUAL_COMMIT) instanceof KafkaOffsets.Offset offset) {
            return offset;
        }
        throw new IllegalStateException("The endpoint kafka: before kafka-events needs allowManualCommit=true,"
                + " autoCommitEnable=false and kafkaManualCommitFactory=#kafka-offsets.");
    }

    private <T> T awaited(CompletableFuture<T> answer, KafkaSeat seat) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return answer.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException notYet) {
                stopping.check();
                seat.keep(Duration.ZERO);
            }
        }
    }

    private static BrokerMessage message(Message record) {
        String topic = record.getHeader(KafkaConstants.TOPIC, String.class);
        Integer partition = record.getHeader(KafkaConstants.PARTITION, Integer.class);
        Long offset = record.getHeader(KafkaConstants.OFFSET, Long.class);
        Long timestamp = record.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        var place = new LinkedHashMap<String, String>();
        place.put("topic", topic);
        place.put("partition", partition.toString());
        place.put("offset", offset.toString());
        Optional<String> key = Optional.ofNullable(record.getHeader(KafkaConstants.KEY, byte[].class))
                .flatMap(KafkaEvents::text)
                .filter(text -> !text.isBlank() && text.length() <= Event.LONGEST_KEY && text.indexOf(0) < 0);
        key.ifPresent(text -> place.put("key", text));
        // the time tells the records of a topic from those of another that had its name before
        var unsaid = new EventReading.Unsaid(
                "/kafka/" + topic, Optional.of(partition + "/" + offset + "/" + timestamp), Optional.empty());
        byte[] body = Optional.ofNullable(record.getBody(byte[].class)).orElse(new byte[0]);
        return new BrokerMessage(place, unsaid, said(record, key), body);
    }

    private static BrokerMessage.Said said(Message record, Optional<String> key) {
        Map<String, String> attributes = new HashMap<>();
        String contentType = "";
        Optional<Trace> around = Optional.empty();
        for (Header header : record.getHeader(KafkaConstants.HEADERS, Headers.class)) {
            String text = Optional.ofNullable(header.value())
                    .flatMap(KafkaEvents::text)
                    .orElse("\0");
            if (header.key().startsWith(PREFIX)) {
                attributes.put(header.key().substring(PREFIX.length()), text);
            } else if (header.key().equalsIgnoreCase("content-type")) {
                contentType = text;
            } else if (header.key().equals(Trace.TRACEPARENT)) {
                around = Trace.read(text);
            }
        }
        return new BrokerMessage.Said(attributes, contentType, key, around);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
