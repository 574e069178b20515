/** The third party that everybody posts to. */
package io.caravan.bench.stub;
