/** All SQL: the database and what is shared by the journal, the outbox, claims and the view. */
@NullMarked
package io.caravan.store;

import org.jspecify.annotations.NullMarked;
