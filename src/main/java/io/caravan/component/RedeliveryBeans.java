package io.caravan.component;

import io.caravan.flow.Durations;
import io.caravan.flow.Redelivery;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/** Camel's {@code RedeliveryPolicy} beans; what a bean leaves at Camel's default is inherited. */
final class RedeliveryBeans {
    private static final RedeliveryPolicy UNTOUCHED = new RedeliveryPolicy();

    private RedeliveryBeans() {}

    static Optional<Redelivery> find(CamelContext context, String name, Redelivery inherited) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(name, RedeliveryPolicy.class))
                .map(bean -> read(bean, inherited));
    }

    private static Redelivery read(RedeliveryPolicy bean, Redelivery inherited) {
        if (bean.getDelayPattern() != null) {
            throw new IllegalArgumentException(
                    "a delayPattern is not kept; use redeliveryDelay, backOffMultiplier and maximumRedeliveryDelay");
        }
        boolean same = bean.getMaximumRedeliveries() == UNTOUCHED.getMaximumRedeliveries();
        int maximum = same ? inherited.maximumRedeliveries() : Math.max(-1, bean.getMaximumRedeliveries());
        Duration delay = bean.getRedeliveryDelay() == UNTOUCHED.getRedeliveryDelay()
                ? inherited.delay()
                : Duration.ofMillis(bean.getRedeliveryDelay());
        Duration longest = bean.getMaximumRedeliveryDelay() == UNTOUCHED.getMaximumRedeliveryDelay()
                ? inherited.maximumDelay()
                : longest(bean.getMaximumRedeliveryDelay());
        double multiplier = bean.getBackOffMultiplier() == UNTOUCHED.getBackOffMultiplier()
                ? inherited.multiplier()
                : Math.max(1, bean.getBackOffMultiplier());
        double jitter = bean.isUseCollisionAvoidance() ? bean.getCollisionAvoidanceFactor() : inherited.jitter();
        return new Redelivery(maximum, delay, multiplier, longest, jitter);
    }

    /** To Camel what is not above zero is no maximum. */
    private static Duration longest(long millis) {
        return millis > 0 && millis < Durations.LONGEST.toMillis() ? Duration.ofMillis(millis) : Durations.LONGEST;
    }
}
