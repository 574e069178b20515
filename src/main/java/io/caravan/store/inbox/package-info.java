/** The inbox of PostgreSQL: rows that others insert, each an event to be accepted. */
@NullMarked
package io.caravan.store.inbox;

import org.jspecify.annotations.NullMarked;
