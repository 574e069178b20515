package io.caravan.component.aggregate;

import io.caravan.store.Ids;
import io.caravan.store.aggregation.CompletedGroup;
import io.caravan.store.aggregation.Group;
import io.caravan.store.aggregation.GroupKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Adds messages to a group by the rules, in memory: what is left of the group, and which groups are complete. */
final class Folding {
    private final GroupKey key;
    private final Rules rules;
    private final Instant now;
    private final List<CompletedGroup> completed = new ArrayList<>();
    private @Nullable Open open;
    private boolean changed;

    /** The group as it grows. */
    private record Open(Exchange exchange, int size, Optional<Instant> dueAt) {}

    /** @param fresh makes an exchange for a group that was stored */
    Folding(GroupKey key, Rules rules, Optional<Group> before, Supplier<Exchange> fresh, Instant now) {
        this.key = key;
        this.rules = rules;
        this.now = now;
        before.ifPresent(group -> {
            Exchange exchange = fresh.get();
            Contents.read(group.content(), exchange);
            exchange.setProperty(ExchangePropertyKey.AGGREGATED_SIZE, group.size());
            open = new Open(exchange, group.size(), group.dueAt());
        });
        before.flatMap(Group::dueAt).filter(due -> !due.isAfter(now)).ifPresent(due -> timeOut());
    }

    private void timeOut() {
        changed = true;
        if (rules.dropsTimedOut() && rules.completion().due().interval().isZero()) {
            open = null;
        } else {
            complete(rules.completion().due().word());
        }
    }

    private void complete(String by) {
        if (open != null) {
            completed.add(new CompletedGroup(Ids.next(), key, Contents.write(open.exchange()), open.size(), by));
            open = null;
        }
    }

    /** Adds one message as Camel's own aggregator would. */
    void add(Exchange message) {
        changed = true;
        AggregationStrategy strategy = rules.strategy();
        Optional<String> by = Optional.empty();
        if (strategy.canPreComplete()) {
            marked(message, () -> {
                if (strategy.preComplete(open == null ? null : open.exchange(), message)) {
                    complete(AggregateProcessor.COMPLETED_BY_STRATEGY);
                }
                return true;
            });
        } else if (rules.completion().eager()) {
            by = marked(message, () -> rules.completion().by(message, size()));
        }
        Exchange old = open == null ? null : open.exchange();
        Optional<Instant> due = open == null ? Optional.empty() : open.dueAt();
        int size = size();
        ExchangeHelper.prepareAggregation(old, message);
        Exchange gathered = strategy.aggregate(old, message);
        if (gathered == null) {
            throw new IllegalStateException("The aggregation strategy " + strategy + " has returned null.");
        }
        gathered.setProperty(ExchangePropertyKey.AGGREGATED_SIZE, size);
        if (!strategy.canPreComplete() && !rules.completion().eager()) {
            by = rules.completion().by(gathered, size);
        }
        open = new Open(
                gathered, size, by.isPresent() ? due : rules.completion().due().after(message, due, now));
        by.ifPresent(this::complete);
    }

    private int size() {
        return open == null ? 1 : open.size() + 1;
    }

    /** Asks something of a message that is yet to be gathered, which then knows what the group will be. */
    private <T> T marked(Exchange message, Supplier<T> question) {
        message.setProperty(ExchangePropertyKey.AGGREGATED_SIZE, size());
        message.setProperty(ExchangePropertyKey.AGGREGATED_CORRELATION_KEY, key.key());
        T answer = question.get();
        message.removeProperty(ExchangePropertyKey.AGGREGATED_SIZE);
        message.removeProperty(ExchangePropertyKey.AGGREGATED_CORRELATION_KEY);
        return answer;
    }

    /** Whether anything has come, or the group's time had. */
    boolean hasChanged() {
        return changed;
    }

    List<CompletedGroup> completed() {
        return completed;
    }

    /** The group that is left, as it is to be stored. */
    Optional<Group> left() {
        return Optional.ofNullable(open)
                .map(group -> new Group(Ids.next(), Contents.write(group.exchange()), group.size(), group.dueAt()));
    }
}
