package io.caravan.bench.contender;

import io.caravan.bench.load.Report;
import io.caravan.bench.process.JavaProcess;
import java.util.function.BooleanSupplier;

/** A peer makes its load in its own process, as its API is one of calls. */
final class PeerDriver implements Driver {
    private final JavaProcess process;
    private final int callers;
    private final BooleanSupplier finished;

    PeerDriver(JavaProcess process, int callers, BooleanSupplier finished) {
        this.process = process;
        this.callers = callers;
        this.finished = finished;
    }

    @Override
    public Report burst(int flows) {
        return Report.parse(process.ask("burst " + flows + " " + callers));
    }

    @Override
    public Report pace(int from, int flows, int rate) {
        return Report.parse(process.ask("pace " + from + " " + flows + " " + rate));
    }

    @Override
    public boolean hasFinished() {
        return finished.getAsBoolean();
    }
}
