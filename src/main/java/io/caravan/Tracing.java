package io.caravan;

import io.caravan.component.OutgoingTraces;
import io.caravan.flow.Sampling;
import io.caravan.store.Observer;
import io.caravan.watch.trace.Collector;
import io.caravan.watch.trace.Spans;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** Tells traces to a collector if there is one; without, nothing of OpenTelemetry is loaded. */
final class Tracing implements AutoCloseable {
    private final Optional<Spans> spans;

    private Tracing(Optional<Spans> spans) {
        this.spans = spans;
    }

    static Tracing of(Settings settings, Clock clock) {
        return new Tracing(settings.collector().map(endpoint -> new Spans(Collector.at(endpoint.toString()), clock)));
    }

    /** Which events that came without a trace begin one. */
    static Sampling sampling(Settings settings) {
        return settings.collector().isPresent() ? new Sampling(settings.tracedShare()) : Sampling.NONE;
    }

    /** Tells the spans beside what the other observes. */
    Observer beside(Observer other) {
        return spans.map(other::and).orElse(other);
    }

    /** Calls of the routes carry on the trace. */
    void follow(CamelContext context) {
        spans.ifPresent(each -> OutgoingTraces.follow(context));
    }

    @Override
    public void close() {
        spans.ifPresent(Spans::close);
    }
}
