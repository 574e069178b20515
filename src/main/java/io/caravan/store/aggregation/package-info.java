/** What aggregators gather: groups, the messages in them, and completed groups on their way. */
@NullMarked
package io.caravan.store.aggregation;

import org.jspecify.annotations.NullMarked;
