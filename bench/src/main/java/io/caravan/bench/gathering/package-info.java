/** The Aggregator: Caravan's groups beside Camel's {@code JdbcAggregationRepository}. */
package io.caravan.bench.gathering;
