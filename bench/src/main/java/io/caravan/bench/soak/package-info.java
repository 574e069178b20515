/** Whether anything grows while load goes on for long. */
package io.caravan.bench.soak;
