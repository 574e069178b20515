/** The shipped application: entitlements and action items; what its routes cannot say in YAML. */
@NullMarked
package io.caravan.sample;

import org.jspecify.annotations.NullMarked;
