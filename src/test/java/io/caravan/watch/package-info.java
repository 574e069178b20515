@NullMarked
package io.caravan.watch;

import org.jspecify.annotations.NullMarked;
