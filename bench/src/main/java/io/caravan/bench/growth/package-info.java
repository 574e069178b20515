/** Whether sleeping flows slow down the others. */
package io.caravan.bench.growth;
