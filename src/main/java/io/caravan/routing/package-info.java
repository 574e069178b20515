/** The users' route files: found, read aside with their lines, and refused with a sentence before Camel sees them. */
@NullMarked
package io.caravan.routing;

import org.jspecify.annotations.NullMarked;
