package io.caravan;

import io.vertx.core.net.ProxyOptions;
import io.vertx.ext.web.client.WebClientOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.vertx.http.VertxHttpConfiguration;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Gives each HTTP endpoint as many connections as attempts may run at once. Vert.x's own default is five: calls to a slow third
 * party would queue up inside the client, with their attempts and permits.
 */
final class HttpConnections extends LifecycleStrategySupport {
    private final int most;

    private HttpConnections(int most) {
        this.most = most;
    }

    static void atMost(int most, CamelContext context) {
        context.addLifecycleStrategy(new HttpConnections(most));
    }

    /** Called before the endpoint is started. */
    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        if (endpoint instanceof VertxHttpEndpoint http
                && http.getConfiguration().getWebClientOptions() == null) {
            http.getConfiguration().setWebClientOptions(options(http.getConfiguration()));
        }
    }

    /** What the endpoint would have chosen by itself, with more connections. */
    private WebClientOptions options(VertxHttpConfiguration endpoint) {
        var options = new WebClientOptions();
        options.setMaxPoolSize(most);
        options.setDecompressionSupported(endpoint.isUseCompression());
        options.setConnectTimeout(endpoint.getConnectTimeout());
        if (endpoint.getTracingPolicy() != null) {
            options.setTracingPolicy(endpoint.getTracingPolicy());
        }
        if (endpoint.getProxyHost() != null) {
            options.setProxyOptions(proxy(endpoint));
        }
        return options;
    }

    private static ProxyOptions proxy(VertxHttpConfiguration endpoint) {
        var proxy = new ProxyOptions().setHost(endpoint.getProxyHost());
        if (endpoint.getProxyPort() != null) {
            proxy.setPort(endpoint.getProxyPort());
        }
        if (endpoint.getProxyType() != null) {
            proxy.setType(endpoint.getProxyType());
        }
        return proxy.setUsername(endpoint.getProxyUsername()).setPassword(endpoint.getProxyPassword());
    }
}
