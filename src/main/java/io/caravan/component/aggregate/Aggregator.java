package io.caravan.component.aggregate;

import io.caravan.component.GroupSends;
import io.caravan.store.aggregation.GroupKey;
import io.caravan.store.aggregation.Taken;
import io.caravan.store.journal.NotAccepted;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Traceable;
import org.apache.camel.processor.BaseProcessorSupport;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.IdAware;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The Aggregator: a message that comes is answered when it is on disk as a part of its group; the steps behind run with what
 * a completed group amounts to.
 */
final class Aggregator extends BaseProcessorSupport implements Navigate<Processor>, Traceable, IdAware, RouteIdAware {
    private static final int LONGEST_KEY = 1_000;

    private final String name;
    private final Rules rules;
    private final Route route;
    private final AsyncProcessor behind;
    private final Aggregations house;
    private final Remembered remembered = new Remembered();
    private final Turns<Arrival> turns;
    private String id = "";
    private String routeId = "";

    /** @param name its route and step: the same after a restart, and on every node */
    Aggregator(String name, Rules rules, Route route, AsyncProcessor behind, Aggregations house) {
        this.name = name;
        this.rules = rules;
        this.route = route;
        this.behind = behind;
        this.house = house;
        this.turns =
                new Turns<>((key, arrivals) -> house.round(this, new GroupKey(name, key), arrivals), house.threads());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Optional<String> key = key(exchange);
            if (key.isPresent()) {
                gather(exchange, key.get(), callback);
                return false;
            }
        } catch (CamelExchangeException | RuntimeException refused) {
            exchange.setException(refused);
        }
        callback.done(true);
        return true;
    }

    private Optional<String> key(Exchange exchange) throws CamelExchangeException {
        if (wantsAllGroups(exchange)) {
            throw new CamelExchangeException(
                    "CamelAggregationCompleteAllGroups cannot be done by an aggregate on #caravan: other nodes gather, too;"
                            + " use completionInterval",
                    exchange);
        }
        String key = rules.correlation().evaluate(exchange, String.class);
        if (key == null || key.isEmpty()) {
            if (rules.ignoresBadKeys()) {
                return Optional.empty();
            }
            throw new CamelExchangeException("The correlation key of the message is empty", exchange);
        }
        if (key.length() > LONGEST_KEY || key.indexOf('\0') >= 0) {
            throw new CamelExchangeException(
                    "The correlation key of the message is longer than " + LONGEST_KEY
                            + " characters or contains U+0000",
                    exchange);
        }
        return Optional.of(key);
    }

    private static boolean wantsAllGroups(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.AGGREGATION_COMPLETE_ALL_GROUPS, false, boolean.class)
                || exchange.getMessage()
                        .getHeader(Exchange.AGGREGATION_COMPLETE_ALL_GROUPS_INCLUSIVE, false, boolean.class)
                || exchange.getProperty(ExchangePropertyKey.AGGREGATION_COMPLETE_ALL_GROUPS, false, boolean.class);
    }

    private void gather(Exchange exchange, String key, AsyncCallback callback) {
        String passes = "CaravanPasses:" + name;
        int passed = exchange.getProperty(passes, 0, int.class);
        var arrival = new Arrival(exchange, MessageId.of(exchange, passed));
        if (!house.admit()) {
            throw new NotAccepted("More messages are waiting to be gathered than allowed; send it again later.");
        }
        arrival.ended()
                .whenCompleteAsync(
                        (done, thrown) -> {
                            house.leave();
                            if (thrown == null) {
                                exchange.setProperty(passes, passed + 1);
                            } else {
                                exchange.setException(thrown);
                            }
                            callback.done(false);
                        },
                        house.threads());
        turns.add(key, arrival);
    }

    /** Completes the group if its time has come. */
    void nudge(GroupKey key) {
        remembered.forget(key);
        turns.nudge(key.key());
    }

    /** Runs the steps behind with a completed group; the callback is told when they have ended. */
    void deliver(Taken taken, AsyncCallback callback, Exchange exchange) {
        Contents.read(taken.group().content(), exchange);
        exchange.setProperty(ExchangePropertyKey.AGGREGATED_SIZE, taken.group().size());
        exchange.setProperty(
                ExchangePropertyKey.AGGREGATED_COMPLETED_BY, taken.group().by());
        exchange.setProperty(
                ExchangePropertyKey.AGGREGATED_CORRELATION_KEY,
                taken.group().key().key());
        exchange.setProperty(GroupSends.PROPERTY, new GroupSends(taken.group().id()));
        exchange.getMessage().setHeader("CaravanEffectKey", taken.group().id());
        exchange.getMessage().setHeader("CaravanAttempt", taken.attempt());
        exchange.getMessage().setHeader("CaravanUncertain", taken.attempt() > 1);
        if (taken.group().by().equals(AggregateProcessor.COMPLETED_BY_TIMEOUT)) {
            rules.strategy()
                    .timeout(
                            exchange, -1, -1, rules.completion().due().timeout().toMillis());
        }
        rules.strategy().onCompletion(exchange);
        exchange.getContext()
                .getCamelContextExtension()
                .getReactiveExecutor()
                .scheduleSync(() -> behind.process(exchange, callback));
    }

    /** An exchange without anything in it, as the route's consumer would make it. */
    Exchange fresh() {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(route.getRouteId());
        return exchange;
    }

    String name() {
        return name;
    }

    Rules rules() {
        return rules;
    }

    Remembered remembered() {
        return remembered;
    }

    Aggregations house() {
        return house;
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(rules.strategy(), behind);
        house.join(this);
    }

    @Override
    protected void doStop() throws Exception {
        house.leave(this);
        ServiceHelper.stopService(behind, rules.strategy());
    }

    @Override
    public List<Processor> next() {
        return List.of(behind);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public String getTraceLabel() {
        return "aggregate[" + rules.correlation() + "]";
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public void setId(String id) {
        this.id = id;
    }

    @Override
    public String getRouteId() {
        return routeId;
    }

    @Override
    public void setRouteId(String routeId) {
        this.routeId = routeId;
    }
}
