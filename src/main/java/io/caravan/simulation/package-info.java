/** Runs a flow of the users' routes on a clock that jumps, with third parties that answer as a file says. */
@NullMarked
package io.caravan.simulation;

import org.jspecify.annotations.NullMarked;
