@NullMarked
package io.caravan.routing;

import org.jspecify.annotations.NullMarked;
