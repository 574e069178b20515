/** Reads for people; nothing decides by them. */
@NullMarked
package io.caravan.store.view;

import org.jspecify.annotations.NullMarked;
