@NullMarked
package io.caravan.store.limit;

import org.jspecify.annotations.NullMarked;
