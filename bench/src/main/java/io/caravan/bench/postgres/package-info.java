/** The database server that durable systems are measured on. */
package io.caravan.bench.postgres;
