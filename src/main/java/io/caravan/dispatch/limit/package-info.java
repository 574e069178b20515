/** Destinations and actions: what may go on at the moment, and who decides it. */
@NullMarked
package io.caravan.dispatch.limit;

import org.jspecify.annotations.NullMarked;
