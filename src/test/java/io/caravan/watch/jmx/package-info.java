@NullMarked
package io.caravan.watch.jmx;

import org.jspecify.annotations.NullMarked;
