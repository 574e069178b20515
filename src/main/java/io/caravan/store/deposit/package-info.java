/** What routes check in: a body for a ticket, and back. */
@NullMarked
package io.caravan.store.deposit;

import org.jspecify.annotations.NullMarked;
