/** What may be done at the moment and what must wait: pauses of destinations and actions. */
@NullMarked
package io.caravan.store.limit;

import org.jspecify.annotations.NullMarked;
