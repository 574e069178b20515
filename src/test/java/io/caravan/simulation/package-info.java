@NullMarked
package io.caravan.simulation;

import org.jspecify.annotations.NullMarked;
