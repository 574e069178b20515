@NullMarked
package io.caravan.http;

import org.jspecify.annotations.NullMarked;
