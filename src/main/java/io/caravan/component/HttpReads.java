package io.caravan.component;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.DefaultVertxHttpBinding;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.LifecycleStrategySupport;

/** Tells the failure of a request that only reads from that of one that writes, for Camel's exception does not name the method. */
public final class HttpReads extends DefaultVertxHttpBinding {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String METHOD = "CaravanHttpMethod";

    private HttpReads() {}

    /** A request has failed that can have had no effect. */
    static final class FailedRead extends HttpOperationFailedException {
        private static final long serialVersionUID = 1L;

        private FailedRead(HttpOperationFailedException failed) {
            super(
                    failed.getUri(),
                    failed.getStatusCode(),
                    failed.getStatusText(),
                    failed.getRedirectLocation(),
                    failed.getResponseHeaders(),
                    failed.getResponseBody());
        }
    }

    /** To be called before routes are loaded. */
    public static void tell(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onEndpointAdd(Endpoint endpoint) {
                if (endpoint instanceof VertxHttpEndpoint http
                        && http.getConfiguration().getVertxHttpBinding().getClass() == DefaultVertxHttpBinding.class) {
                    http.getConfiguration().setVertxHttpBinding(new HttpReads());
                }
            }
        });
    }

    /** The failure of a request of this method. */
    public static HttpOperationFailedException of(String method, HttpOperationFailedException failed) {
        return READING.contains(method) ? new FailedRead(failed) : failed;
    }

    @Override
    public HttpRequest<Buffer> prepareHttpRequest(VertxHttpEndpoint endpoint, Exchange exchange) throws Exception {
        HttpRequest<Buffer> request = super.prepareHttpRequest(endpoint, exchange);
        exchange.setProperty(METHOD, request.method().name());
        return request;
    }

    @Override
    public Throwable handleResponseFailure(VertxHttpEndpoint endpoint, Exchange exchange, HttpResponse<Buffer> response)
            throws Exception {
        Throwable failure = super.handleResponseFailure(endpoint, exchange, response);
        return failure instanceof HttpOperationFailedException failed
                ? of(exchange.getProperty(METHOD, "", String.class), failed)
                : failure;
    }
}
