package io.caravan.component.aggregate;

import io.caravan.component.Bodies;
import io.caravan.store.Json;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/** A message that has come to be gathered; it has ended when that is on disk, or when it was refused. */
final class Arrival {
    private final Exchange exchange;
    private final MessageId id;
    private final @Nullable Object body;
    private final Optional<String> json;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Arrival(Exchange exchange, MessageId id) {
        this.exchange = exchange;
        this.id = id;
        this.body = Bodies.value(exchange);
        MessageHelper.resetStreamCache(exchange.getMessage());
        boolean mutable = body instanceof Map<?, ?> || body instanceof Collection<?>;
        this.json = mutable && Bodies.isJson(body) ? Optional.of(Json.write(body)) : Optional.empty();
    }

    MessageId id() {
        return id;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    /** A copy for a strategy, which may change it and keep it; it may be asked for more than once. */
    Exchange copy() {
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
        copy.getMessage().setBody(json.isPresent() ? Json.value(json.get()) : body);
        return copy;
    }
}
