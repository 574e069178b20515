/** The page at {@code /}, also in a real browser. */
@NullMarked
package io.caravan.console.page;

import org.jspecify.annotations.NullMarked;
