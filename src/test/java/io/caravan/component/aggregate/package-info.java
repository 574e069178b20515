@NullMarked
package io.caravan.component.aggregate;

import org.jspecify.annotations.NullMarked;
