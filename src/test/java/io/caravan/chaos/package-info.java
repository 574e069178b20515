/** The rough and long tests: run by {@code make chaos}, not by {@code make test}. */
@NullMarked
package io.caravan.chaos;

import org.jspecify.annotations.NullMarked;
