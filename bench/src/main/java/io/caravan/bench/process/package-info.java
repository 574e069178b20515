/** Processes of the system, and what they use. */
package io.caravan.bench.process;
