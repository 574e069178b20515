/** Payloads too large for a fact, behind a ticket. */
@NullMarked
package io.caravan.store.claimcheck;

import org.jspecify.annotations.NullMarked;
