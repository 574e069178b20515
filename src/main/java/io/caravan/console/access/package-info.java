/** Who may do what: tokens, signed tokens of an issuer, roles, and the gate before a port. */
@NullMarked
package io.caravan.console.access;

import org.jspecify.annotations.NullMarked;
