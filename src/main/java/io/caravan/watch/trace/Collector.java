package io.caravan.watch.trace;

import io.caravan.flow.Trace;
import io.caravan.store.ConfigurationRefused;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where spans go: in batches, on a thread of their own; what the collector cannot take in time is dropped. The environment
 * variables of OpenTelemetry ({@code OTEL_SERVICE_NAME}, {@code OTEL_EXPORTER_OTLP_HEADERS}, ...) say the rest.
 */
public final class Collector implements AutoCloseable {
    private static final Map<String, String> USUAL =
            Map.of("otel.service.name", "caravan", "otel.exporter.otlp.protocol", "http/protobuf");
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);
    /** What it has to say about an absent collector is said once, by {@link Export}. */
    private static final Logger CHATTER = Logger.getLogger("io.opentelemetry");

    private final KnownIds ids = new KnownIds();
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private Collector(String endpoint) {
        CHATTER.setLevel(Level.OFF);
        // which traces are recorded was decided when they began, on whatever node
        this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> USUAL)
                .addPropertiesCustomizer(others -> fixed(others, endpoint))
                .addSamplerCustomizer((chosen, properties) -> Sampler.alwaysOn())
                .addTracerProviderCustomizer((provider, properties) -> provider.setIdGenerator(ids))
                .addSpanExporterCustomizer((exporter, properties) -> new Export(exporter, endpoint))
                .build()
                .getOpenTelemetrySdk();
        this.tracer = sdk.getTracer("caravan");
        rehearse();
    }

    /** Loads what every span needs before the first one holds up the writer; one that is never ended is never sent. */
    private void rehearse() {
        var place = new Trace("1".repeat(32), "1".repeat(16), true);
        span("rehearsal", place, "2".repeat(16)).startSpan();
    }

    /** What the environment cannot change. */
    private static Map<String, String> fixed(ConfigProperties others, String endpoint) {
        if ("grpc".equals(others.getString("otel.exporter.otlp.protocol"))) {
            throw new ConfigurationRefused(
                    "OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf, not 'grpc'; collectors take that on port 4318.");
        }
        return Map.of(
                "otel.exporter.otlp.endpoint", endpoint,
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
    }

    /** Opens the way to an OTLP endpoint; nobody is called yet. */
    public static Collector at(String endpoint) {
        try {
            return new Collector(endpoint);
        } catch (ConfigurationException refused) {
            throw refused.getCause() instanceof ConfigurationRefused ours
                    ? ours
                    : new ConfigurationRefused("the environment variables of OpenTelemetry (OTEL_*) cannot be used: "
                            + refused.getMessage() + ".");
        }
    }

    /** A span of this id below the parent's, to be started at once; it begins the trace if the parent is itself. */
    SpanBuilder span(String name, Trace parent, String id) {
        ids.next(parent.id(), id);
        SpanBuilder span = tracer.spanBuilder(name);
        return parent.span().equals(id) ? span.setNoParent() : span.setParent(context(parent));
    }

    private static Context context(Trace parent) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        parent.id(), parent.span(), TraceFlags.getSampled(), TraceState.getDefault())));
    }

    /** Sends what it still has. */
    @Override
    public void close() {
        sdk.shutdown().join(LAST_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
