@NullMarked
package io.caravan.component;

import org.jspecify.annotations.NullMarked;
