/** Ways in: each acknowledges an event only when it is on disk. */
@NullMarked
package io.caravan.intake;

import org.jspecify.annotations.NullMarked;
