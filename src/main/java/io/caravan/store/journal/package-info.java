/** The writer of the journal (design: lock, then decide): one thread commits whatever has gathered in one transaction. */
@NullMarked
package io.caravan.store.journal;

import org.jspecify.annotations.NullMarked;
