/** Side effects yet to happen: taken under a lease, at most as many as there are permits. */
@NullMarked
package io.caravan.store.outbox;

import org.jspecify.annotations.NullMarked;
