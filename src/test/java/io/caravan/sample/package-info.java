/** The shipped systems as their users meet them: the route files as they stand in {@code routes/}, spoken to by HTTP. */
@NullMarked
package io.caravan.sample;

import org.jspecify.annotations.NullMarked;
