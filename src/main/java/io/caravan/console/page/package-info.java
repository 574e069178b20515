/** The page at {@code /}: its files, as the browser gets them. */
@NullMarked
package io.caravan.console.page;

import org.jspecify.annotations.NullMarked;
