/** Runs attempts: permits, hand-over from the writer, time limits; and the registry of triggers and action routes. */
@NullMarked
package io.caravan.dispatch;

import org.jspecify.annotations.NullMarked;
