/** The nodes of one database: their beats, who judges whom dead, and whose turn it is to free what a dead node held. */
@NullMarked
package io.caravan.store.cluster;

import org.jspecify.annotations.NullMarked;
