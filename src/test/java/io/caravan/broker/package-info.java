/** Real brokers for the tests, each in a process of its own that may be killed. */
@NullMarked
package io.caravan.broker;

import org.jspecify.annotations.NullMarked;
