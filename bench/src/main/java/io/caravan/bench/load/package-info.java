/** The load, the same for everybody. */
package io.caravan.bench.load;
