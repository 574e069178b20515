/** The diamond, side by side. */
package io.caravan.bench.diamond;
