package io.caravan.bench.diamond;

import io.caravan.bench.load.Report;
import io.caravan.bench.postgres.Work;
import io.caravan.bench.stub.Counts;

/** One burst: from the first start until all flows were complete (microseconds), and what it cost. */
public record Burst(long took, Report accept, Counts counts, Cost cost, long residentMegabytes) {
    /** Milliseconds of processor time, and what the database has written. */
    public record Cost(long application, long database, long load, long stub, Work work) {}

    public int flows() {
        return accept.starts();
    }

    public double flowsPerSecond() {
        return flows() * 1e6 / took;
    }

    public double perFlow(long amount) {
        return amount / (double) flows();
    }
}
