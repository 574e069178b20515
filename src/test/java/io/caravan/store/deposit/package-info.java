@NullMarked
package io.caravan.store.deposit;

import org.jspecify.annotations.NullMarked;
