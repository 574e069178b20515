@NullMarked
package io.caravan.console.access;

import org.jspecify.annotations.NullMarked;
