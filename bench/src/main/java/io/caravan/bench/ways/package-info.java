/** Each way in, and how far it is from what its own client could do alone. */
package io.caravan.bench.ways;
