package io.caravan.component.aggregate;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Expression;

/**
 * What an aggregator goes by.
 *
 * @param ignoresBadKeys whether a message without a correlation key is passed over; else it fails
 * @param dropsTimedOut whether a group that was not completed in time is deleted; else it is completed by that
 */
record Rules(
        Expression correlation,
        AggregationStrategy strategy,
        Completion completion,
        boolean ignoresBadKeys,
        boolean dropsTimedOut) {}
