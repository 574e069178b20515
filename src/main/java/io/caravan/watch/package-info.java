/** What those see who keep Caravan running: health, metrics, MBeans. */
@NullMarked
package io.caravan.watch;

import org.jspecify.annotations.NullMarked;
