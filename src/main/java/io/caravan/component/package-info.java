/** The Camel schemes {@code flow:} and {@code event:}: routes become triggers and actions, sends become events. */
@NullMarked
package io.caravan.component;

import org.jspecify.annotations.NullMarked;
