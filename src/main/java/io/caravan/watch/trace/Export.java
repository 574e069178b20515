package io.caravan.watch.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches of spans on, and logs once that the collector is away, and once that it is back. */
final class Export implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    private final SpanExporter next;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();

    Export(SpanExporter next, String endpoint) {
        this.next = next;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = next.export(spans);
        return sent.whenComplete(() -> tell(sent, spans.size()));
    }

    private void tell(CompletableResultCode sent, int spans) {
        if (sent.isSuccess()) {
            if (away.getAndSet(false)) {
                LOG.info("spans can be sent to {} again", endpoint);
            }
        } else if (!away.getAndSet(true)) {
            LOG.warn(
                    "{} spans could not be sent to {} and are dropped, as will be all until they can ({})",
                    spans,
                    endpoint,
                    reason(sent.getFailureThrowable()));
        }
    }

    private static String reason(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "it does not say why";
        }
        Throwable last = thrown;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }
}
