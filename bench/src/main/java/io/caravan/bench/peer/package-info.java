/** What Caravan is measured beside: the same diamond, as a competent user of each would write it. */
package io.caravan.bench.peer;
