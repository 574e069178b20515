package io.caravan.component;

import io.caravan.dispatch.Send;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/** Gives what is sent behind an aggregator ids that derive from the completed group: a repeat sends nothing new. */
public final class GroupSends {
    /** The exchange property that carries it; copies of the exchange share it. */
    public static final String PROPERTY = "CaravanGroupSends";

    private final String group;
    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();

    public GroupSends(String group) {
        this.group = group;
    }

    /** The id of what the exchange is about to send there; empty = it is not behind an aggregator. */
    static Optional<String> id(Exchange exchange, Send.Kind kind, String name) {
        String target = (kind == Send.Kind.FLOW ? "flow:" : "event:") + name;
        return Optional.ofNullable(exchange.getProperty(PROPERTY, GroupSends.class))
                .map(sends -> sends.next(target + place(exchange)));
    }

    private String next(String target) {
        int before = sent.computeIfAbsent(target, first -> new AtomicInteger()).getAndIncrement();
        return group + "/" + target + (before == 0 ? "" : "~" + before);
    }

    /** Parts of a split or multicast may be sent in any order, so each counts for itself. */
    private static String place(Exchange exchange) {
        return Stream.of(
                        ExchangePropertyKey.SPLIT_INDEX,
                        ExchangePropertyKey.LOOP_INDEX,
                        ExchangePropertyKey.MULTICAST_INDEX)
                .map(key -> Optional.ofNullable(exchange.getProperty(key, String.class)))
                .flatMap(Optional::stream)
                .map(index -> "#" + index)
                .collect(Collectors.joining());
    }
}
