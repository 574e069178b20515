@NullMarked
package io.caravan.store.aggregation;

import org.jspecify.annotations.NullMarked;
