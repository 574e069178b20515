/** Caravan measured: side by side with others, with a million sleeping flows, and for long. */
package io.caravan.bench;
