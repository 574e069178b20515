@NullMarked
package io.caravan.intake;

import org.jspecify.annotations.NullMarked;
