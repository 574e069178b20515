package io.caravan.bench.postgres;

/** Writing transactions (ids that were drawn), bytes of the write-ahead log, and its fsyncs. */
public record Work(long transactions, long walBytes, long fsyncs) {
    public Work since(Work before) {
        return new Work(transactions - before.transactions, walBytes - before.walBytes, fsyncs - before.fsyncs);
    }
}
