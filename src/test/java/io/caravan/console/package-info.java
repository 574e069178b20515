@NullMarked
package io.caravan.console;

import org.jspecify.annotations.NullMarked;
