package io.caravan.bench.diamond;

import io.caravan.bench.contender.Contender;
import io.caravan.bench.load.Load;
import io.caravan.bench.load.Percentiles;
import io.caravan.bench.load.Report;
import io.caravan.bench.postgres.Work;
import io.caravan.bench.process.Usage;
import io.caravan.bench.stub.Counts;
import io.caravan.bench.stub.RunningStub;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Measures one contender at a time, and refuses figures of work that was not done. */
public final class Measure {
    /** PostgreSQL's sessions tell their fsyncs at most once a second, with their next transaction. */
    private static final long UNTIL_TOLD = 2_500_000_000L;

    private static final long BETWEEN_LOOKS = 5_000_000L;
    private static final long LONGEST = 120_000_000_000L;

    private final RunningStub stub;

    public Measure(RunningStub stub) {
        this.stub = stub;
    }

    public Burst burst(Contender contender, int flows) {
        contender.wake();
        stub.reset(flows);
        Work workBefore = contender.work();
        Burst.Cost before = cost(contender);
        Report accept = contender.driver().burst(flows);
        awaitFinished(contender, flows);
        long took = Load.now() - accept.began();
        Burst.Cost after = cost(contender);
        long resident = contender.residentMegabytes();
        LockSupport.parkNanos(UNTIL_TOLD);
        Work work = new Work(
                after.work().transactions() - workBefore.transactions(),
                after.work().walBytes() - workBefore.walBytes(),
                contender.work().fsyncs() - workBefore.fsyncs());
        contender.rest();
        Counts counts = stub.counts().checked(contender.name(), flows);
        return new Burst(took, accept, counts, difference(before, after, work), resident);
    }

    private Burst.Cost cost(Contender contender) {
        return new Burst.Cost(
                contender.applicationCpu(),
                contender.databaseCpu(),
                Usage.cpu(ProcessHandle.current().pid()),
                stub.cpu(),
                contender.work());
    }

    private static Burst.Cost difference(Burst.Cost before, Burst.Cost after, Work work) {
        return new Burst.Cost(
                after.application() - before.application(),
                after.database() - before.database(),
                after.load() - before.load(),
                after.stub() - before.stub(),
                work);
    }

    private void awaitFinished(Contender contender, int flows) {
        stub.awaitEnded(flows);
        long deadline = System.nanoTime() + LONGEST;
        while (!contender.driver().hasFinished()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(contender.name() + " has posted everything, but flows do not end");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    public Steady steady(Contender contender, int rate, int seconds) {
        int flows = rate * seconds;
        contender.wake();
        stub.reset(flows);
        long application = contender.applicationCpu();
        long database = contender.databaseCpu();
        Report accept = contender.driver().pace(0, flows, rate);
        awaitFinished(contender, flows);
        double applicationMillis = (contender.applicationCpu() - application) / (double) flows;
        double databaseMillis = (contender.databaseCpu() - database) / (double) flows;
        contender.rest();
        stub.counts().checked(contender.name(), flows);
        long[] arrivals = stub.arrivals();
        var latencies = new Percentiles(IntStream.range(0, flows)
                .mapToLong(flow -> arrivals[flow] - accept.began() - flow * 1_000_000L / rate)
                .toArray());
        return new Steady(accept, latencies.at(50), latencies.at(99), applicationMillis, databaseMillis);
    }

    /** Starts while no flow can go on, as the stub withholds its answers: what accepting alone can do. */
    public Report acceptOnly(Contender contender, int flows) {
        contender.wake();
        stub.reset(flows);
        stub.hold();
        Report accept = contender.driver().burst(flows);
        stub.release();
        awaitFinished(contender, flows);
        contender.rest();
        stub.counts().checked(contender.name(), flows);
        return accept;
    }
}
