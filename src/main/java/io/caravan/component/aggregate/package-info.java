/** Camel's {@code aggregate} over groups in the database: {@code aggregationRepository: "#caravan"}. */
@NullMarked
package io.caravan.component.aggregate;

import org.jspecify.annotations.NullMarked;
