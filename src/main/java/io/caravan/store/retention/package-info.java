/** Deletes what ended longer ago than {@code caravan.retention}, a little at a time, between the writer's batches. */
@NullMarked
package io.caravan.store.retention;

import org.jspecify.annotations.NullMarked;
