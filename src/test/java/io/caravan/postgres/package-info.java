/** A real PostgreSQL for tests: started from binaries that come as Maven artifacts, stopped with the JVM. */
@NullMarked
package io.caravan.postgres;

import org.jspecify.annotations.NullMarked;
