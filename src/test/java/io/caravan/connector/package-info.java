@NullMarked
package io.caravan.connector;

import org.jspecify.annotations.NullMarked;
