package io.caravan.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A collector that takes OTLP over HTTP and keeps the spans. */
final class SpanReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    /** A span as it came over the wire; parent is empty for the first one of a trace. */
    record Received(String trace, String id, String parent, Span span) {
        static Received of(Span span) {
            HexFormat hex = HexFormat.of();
            return new Received(
                    hex.formatHex(span.getTraceId().toByteArray()),
                    hex.formatHex(span.getSpanId().toByteArray()),
                    hex.formatHex(span.getParentSpanId().toByteArray()),
                    span);
        }

        String name() {
            return span.getName();
        }

        boolean failed() {
            return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        }

        Map<String, Object> attributes() {
            return span.getAttributesList().stream()
                    .collect(Collectors.toMap(
                            KeyValue::getKey,
                            each -> each.getValue().hasIntValue()
                                    ? (Object) each.getValue().getIntValue()
                                    : each.getValue().getStringValue()));
        }
    }

    SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        request.getResourceSpansList().stream()
                .flatMap(each -> each.getScopeSpansList().stream())
                .flatMap(each -> each.getSpansList().stream())
                .map(Received::of)
                .forEach(spans::add);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All spans of the trace so far. */
    List<Received> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** Waits until so many spans of this name have come in this trace; they are in the order of their begin. */
    List<Received> await(String trace, String name, int count) {
        Awaitility.await(name)
                .atMost(Duration.ofSeconds(15))
                .until(() -> named(trace, name).size() >= count);
        return named(trace, name);
    }

    Received await(String trace, String name) {
        return await(trace, name, 1).get(0);
    }

    private List<Received> named(String trace, String name) {
        return of(trace).stream()
                .filter(span -> span.name().equals(name))
                .sorted(java.util.Comparator.comparing(span -> span.span().getStartTimeUnixNano()))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
