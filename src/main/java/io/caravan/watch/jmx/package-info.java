/** What JMX shows of Caravan, and how it is read by HTTP. */
@NullMarked
package io.caravan.watch.jmx;

import org.jspecify.annotations.NullMarked;
